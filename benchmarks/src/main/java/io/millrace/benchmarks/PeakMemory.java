package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel has seen a process hold at most: its resident set, shared pages included. */
final class PeakMemory {
    private PeakMemory() {}

    static long mebibytesOfThisProcess() {
        return mebibytes(ProcessHandle.current().pid());
    }

    /** 0 where the system does not say, and for a process that has ended. */
    static long mebibytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.US_ASCII)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
                }
            }
        } catch (IOException e) {
            // Only Linux says it that way
        }
        return 0;
    }
}
