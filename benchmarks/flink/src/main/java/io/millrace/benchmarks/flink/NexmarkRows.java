package io.millrace.benchmarks.flink;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;

/** The events of a file as internal rows in memory, by stream: person, auction, bid. Read once a process. */
final class NexmarkRows {
    /** l: number, s: text, t: time. */
    private static final String[] LAYOUTS = {"lssssst" + "s", "lssllttlls", "lllssts"};

    static final List<String> NAMES = List.of("person", "auction", "bid");

    /** When the first row of a job was taken; 0: not yet. */
    static volatile long firstNanos;
    /** What the process had spent by then. */
    static volatile long firstProcessorNanos;

    private static List<List<RowData>> streams;

    private NexmarkRows() {}

    static synchronized void read(Path file) throws IOException {
        List<List<RowData>> read = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (int stream = in.readByte(); stream >= 0; stream = in.readByte()) {
                String layout = LAYOUTS[stream];
                GenericRowData row = new GenericRowData(layout.length());
                for (int c = 0; c < layout.length(); c++) {
                    row.setField(c, value(in, layout.charAt(c)));
                }
                read.get(stream).add(row);
            }
        }
        streams = read;
    }

    private static Object value(DataInputStream in, char kind) throws IOException {
        if (kind == 'l') {
            return in.readLong();
        }
        if (kind == 't') {
            return TimestampData.fromEpochMillis(in.readLong());
        }
        BinaryStringData text = (BinaryStringData) StringData.fromString(in.readUTF());
        text.ensureMaterialized();
        return text;
    }

    static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    static int count(int stream) {
        return streams.get(stream).size();
    }

    static RowData row(int stream, long index) {
        if (index == 0 && firstNanos == 0) {
            firstProcessorNanos = processorNanos();
            firstNanos = System.nanoTime();
        }
        return streams.get(stream).get((int) index);
    }
}
