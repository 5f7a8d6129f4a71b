/* customer-core for C: what an update of a customer account means at Adobe, IBM and Commvault.
 *
 * One question of the JSON contract in, one answer out; docs/CONTRACT.md says what they look like.
 * Both are UTF-8. Every text gets an answer, whatever it is: what can't be read is answered
 * "unreadable". The answer is that of `customer batch`, byte for byte, without the line feed and,
 * where it is unreadable, without the number of the line.
 *
 * Both functions may be called from any thread, at the same time. There is no state.
 */

#ifndef CUSTOMER_H
#define CUSTOMER_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Answers the `length` bytes at `question`, which need no zero byte at their end.
 *
 * The answer ends with a zero byte, which `*answer_length` does not count; `answer_length` may be
 * NULL. The answer belongs to the caller, who hands it to `customer_free` once, unchanged.
 *
 * NULL means that `question` is NULL though `length` is not 0, or that the core has failed: that
 * is a bug of the core, and the process goes on. Out of memory ends the process. */
char *customer_apply(const char *question, size_t length, size_t *answer_length);

/* Frees an answer. NULL is ignored. */
void customer_free(char *answer);

#ifdef __cplusplus
}
#endif

#endif
