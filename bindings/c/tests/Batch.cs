// Answers each line of standard input, as `customer batch` does, through the class of the README.

using System;
using System.IO;
using System.Text;

static class Batch
{
    static void Main()
    {
        var read = new MemoryStream();
        Console.OpenStandardInput().CopyTo(read);
        byte[] all = read.ToArray();
        var strict = new UTF8Encoding(false, true);
        using (var output = new BufferedStream(Console.OpenStandardOutput()))
        {
            for (int start = 0; start < all.Length;)
            {
                int end = Array.IndexOf(all, (byte)'\n', start);
                byte[] line = new byte[end - start];
                Array.Copy(all, start, line, 0, line.Length);
                start = end + 1;
                string answer = Customer.Apply(line);
                try
                {
                    if (Customer.Apply(strict.GetString(line)) != answer)
                    {
                        throw new InvalidOperationException("text and bytes differ");
                    }
                }
                catch (DecoderFallbackException)
                {
                    // What is no text is asked as bytes alone.
                }
                byte[] bytes = Encoding.UTF8.GetBytes(answer + "\n");
                output.Write(bytes, 0, bytes.Length);
            }
        }
    }
}
