/* Prints how many nanoseconds the core takes for a question: `time FILE ROUNDS`. */

#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "customer.h"

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

int main(int count, char **arguments) {
    if (count != 3) {
        return EXIT_FAILURE;
    }
    FILE *file = fopen(arguments[1], "rb");
    if (file == NULL) {
        return EXIT_FAILURE;
    }
    static char question[1 << 20];
    size_t length = fread(question, 1, sizeof question, file);
    fclose(file);
    long rounds = strtol(arguments[2], NULL, 10);
    double began = now();
    for (long round = 0; round < rounds; round++) {
        customer_free(customer_apply(question, length, NULL));
    }
    printf("%.1f\n", (now() - began) / (double)rounds);
    return EXIT_SUCCESS;
}
