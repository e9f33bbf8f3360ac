package io.millrace.frontend.stream;

/** What fills a stream from outside, in a thread of its own, from its making until it is closed. */
interface StreamInput extends AutoCloseable {
    /** Ends it, without waiting; what is on its way may still be appended. */
    @Override
    void close();
}
