package io.millrace.exec.expression.user;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Jars of users' functions. Each has a class loader of its own, which sees the JDK and nothing of the engine. Jars are found by their SHA-256 in any directory that
 * was {@linkplain #addDirectory added}: what a name stands for is the same for the whole process.
 */
public final class FunctionJars {
    private static final List<Path> DIRECTORIES = new CopyOnWriteArrayList<>();
    private static final Map<String, ClassLoader> LOADERS = new ConcurrentHashMap<>();

    private FunctionJars() {}

    /** Jars may be in this directory, each as {@code <sha-256>.jar}. */
    public static void addDirectory(Path directory) {
        if (!DIRECTORIES.contains(directory)) {
            DIRECTORIES.add(directory);
        }
    }

    /** In hex. */
    public static String digest(byte[] jar) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A loader of the jar's classes. */
    static ClassLoader loader(String digest) {
        return LOADERS.computeIfAbsent(digest, FunctionJars::open);
    }

    private static ClassLoader open(String digest) {
        for (Path directory : DIRECTORIES) {
            Path jar = directory.resolve(digest + ".jar");
            if (!Files.exists(jar)) {
                continue;
            }
            try {
                if (!digest(Files.readAllBytes(jar)).equals(digest)) {
                    throw new MillraceException(ErrorCode.CORRUPT_FILE, "the jar " + jar + " is not what it was: its checksum differs");
                }
                return new URLClassLoader("function-" + digest.substring(0, 8), new URL[] {url(jar)}, ClassLoader.getPlatformClassLoader());
            } catch (IOException e) {
                throw new MillraceException(ErrorCode.IO_ERROR, "the jar " + jar + " cannot be read: " + e.getMessage(), e);
            }
        }
        throw new MillraceException(ErrorCode.FILE_NOT_FOUND, "the jar " + digest + ".jar of a function is not in the data directory");
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }
}
