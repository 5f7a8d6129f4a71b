// Answers each line of standard input, as `customer batch` does, through the package of the README.
package main

import (
	"bufio"
	"io"
	"log"
	"os"

	"customer"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			return
		}
		if err != nil {
			log.Panic(err)
		}
		answer, err := customer.Apply(line[:len(line)-1])
		if err != nil {
			log.Panic(err)
		}
		out.Write(append(answer, '\n'))
	}
}
