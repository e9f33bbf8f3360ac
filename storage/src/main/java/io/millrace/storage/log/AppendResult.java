package io.millrace.storage.log;

/** Where an append's rows lie: {@code firstOffset .. firstOffset + rows} of its partition, and when they were taken in (epoch micros). */
public record AppendResult(long firstOffset, int rows, long writeMicros) {
    public long endOffset() {
        return firstOffset + rows;
    }
}
