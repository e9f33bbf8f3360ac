package io.millrace.exec.expression.cast;

/** How reading a text went. */
enum ParseStatus {
    OK,
    /** Not of the type's syntax. */
    SYNTAX,
    /** Of the syntax, but no value of the type. */
    RANGE
}
