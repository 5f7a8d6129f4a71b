/* Reads questions from standard input, one a line, and writes the answers to standard output, one a
 * line: what `customer batch` does. First it asks what only C can ask. */

/* For getline. */
#define _POSIX_C_SOURCE 200809L

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "customer.h"

static void borders(void) {
    size_t length = 0;
    char *answer = customer_apply(NULL, 0, &length);
    assert(answer != NULL && strstr(answer, "\"unreadable\"") != NULL);
    assert(strlen(answer) == length);
    customer_free(answer);

    length = 7;
    assert(customer_apply(NULL, 1, &length) == NULL);
    assert(length == 7);
    customer_free(NULL);

    /* No zero byte behind the question, and nowhere to write the length. */
    const char question[] = {'{', '}'};
    answer = customer_apply(question, sizeof question, NULL);
    assert(answer != NULL && strstr(answer, "/vendor") != NULL);
    customer_free(answer);

    /* Bytes that are no text, a zero byte among them. */
    const char bytes[] = {'"', '\0', '\xff', '"'};
    answer = customer_apply(bytes, sizeof bytes, &length);
    assert(answer != NULL && strstr(answer, "\"unreadable\"") != NULL);
    assert(strlen(answer) == length);
    customer_free(answer);
}

int main(void) {
    borders();
    char *line = NULL;
    size_t capacity = 0;
    ssize_t read;
    while ((read = getline(&line, &capacity, stdin)) > 0) {
        if (line[read - 1] == '\n') {
            read--;
        }
        size_t length;
        char *answer = customer_apply(line, (size_t)read, &length);
        if (answer == NULL) {
            return EXIT_FAILURE;
        }
        fwrite(answer, 1, length, stdout);
        putchar('\n');
        customer_free(answer);
    }
    free(line);
    return EXIT_SUCCESS;
}
