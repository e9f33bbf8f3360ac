package io.millrace.cluster.transport;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What all nodes of a cluster know and nobody else: who cannot prove it may not start tasks or read what they put out. It never travels. */
public final class ClusterSecret {
    /** Its name in a data directory. */
    public static final String FILE = "cluster-secret";

    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private ClusterSecret(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The secret of a data directory, made on first use and readable by its owner alone. */
    public static ClusterSecret of(Path dataDirectory, RandomGenerator random) {
        Path file = dataDirectory.resolve(FILE);
        if (!Files.exists(file)) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            try {
                new LocalDisk().replace(file, (HexFormat.of().formatHex(bytes) + "\n").getBytes(StandardCharsets.US_ASCII));
                if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            } catch (IOException e) {
                throw new MillraceException(ErrorCode.IO_ERROR,
                        "the cluster's secret could not be written to " + file + ": " + e.getMessage(), e);
            }
        }
        return read(file);
    }

    /**
     * Reads a file that {@link #of} made.
     *
     * @throws MillraceException CONFIGURATION_ERROR if it is none
     */
    public static ClusterSecret read(Path file) {
        try {
            byte[] bytes = HexFormat.of().parseHex(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (bytes.length >= BYTES) {
                return new ClusterSecret(bytes);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.CONFIGURATION_ERROR, "the cluster's secret in " + file + " cannot be read: " + e, e);
        }
        throw new MillraceException(ErrorCode.CONFIGURATION_ERROR,
                "the cluster's secret in " + file + " is shorter than " + BYTES + " bytes");
    }

    /** Proof of knowing the secret, of 32 bytes. */
    byte[] prove(String role, byte[] first, byte[] second) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(role.getBytes(StandardCharsets.US_ASCII));
            mac.update(first);
            return mac.doFinal(second);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
