package io.millrace.exec.expression.text;

/** A test of one string. Not thread-safe: it may keep scratch memory. */
@FunctionalInterface
interface TextPredicate {
    boolean test(long address, int length);
}
