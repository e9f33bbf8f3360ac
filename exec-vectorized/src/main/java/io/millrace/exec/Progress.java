package io.millrace.exec;

/** How far an execution is. {@code splitsTotal} grows as scans open; estimates are -1 where unknown. */
public record Progress(long rowsRead, double rowsEstimated, int splitsDone, int splitsTotal, long bytesRead) {
    /** 0..1, by splits. */
    public double fraction() {
        return splitsTotal == 0 ? 0 : (double) splitsDone / splitsTotal;
    }
}
