package io.millrace.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What the disk itself takes to make 4 KiB durable, to set figures of durable writes beside. */
final class DiskSync {
    private static final int TIMES = 500;

    private DiskSync() {}

    /** Microseconds of a write and fdatasync each, sorted; makes the file. */
    static double[] micros(Path file) throws IOException {
        double[] micros = new double[TIMES];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < micros.length; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
        }
        Arrays.sort(micros);
        return micros;
    }
}
