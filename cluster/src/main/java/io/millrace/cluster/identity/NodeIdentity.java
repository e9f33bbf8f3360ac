package io.millrace.cluster.identity;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A node's lasting name: made once, kept in its data directory, independent of every address. */
public final class NodeIdentity {
    private static final int BYTES = 4;

    private NodeIdentity() {}

    /** The name kept in a data directory, made if there is none. */
    public static String of(Path dataDirectory, RandomGenerator random) {
        Path file = dataDirectory.resolve("node-id");
        try {
            if (Files.exists(file)) {
                return Files.readString(file, StandardCharsets.US_ASCII).strip();
            }
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            String id = "n" + HexFormat.of().formatHex(bytes);
            new LocalDisk().replace(file, (id + "\n").getBytes(StandardCharsets.US_ASCII));
            return id;
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.IO_ERROR,
                    "the node's identity in " + file + " could not be read or written: " + e.getMessage(), e);
        }
    }
}
