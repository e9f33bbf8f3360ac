package io.millrace.exec.step;

/**
 * A stream's declared event time.
 *
 * @param column of the scanned object's full schema (not of the scan's output), a TIMESTAMP with or without zone
 * @param delayMicros how far the watermark stays behind the greatest time seen, at least 0
 * @param partitions how many the stream has; each has a watermark of its own
 */
public record EventTime(int column, long delayMicros, int partitions) {
    public EventTime {
        assert column >= 0 && delayMicros >= 0 && partitions > 0;
    }
}
