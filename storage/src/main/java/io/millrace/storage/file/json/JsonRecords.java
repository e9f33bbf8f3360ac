package io.millrace.storage.file.json;

/** The records of a JSON file, one after another; each is a document of its own. */
interface JsonRecords extends AutoCloseable {
    /** Whether there is another record. */
    boolean next();

    /** Holds the record from {@link #start} on, {@link #length} bytes, until the next {@link #next}. */
    byte[] buffer();

    int start();

    int length();

    /** Where the record begins, from 1. */
    long line();

    /** The record's text, cut where it is long. */
    String text();

    long bytesRead();

    @Override
    void close();
}
