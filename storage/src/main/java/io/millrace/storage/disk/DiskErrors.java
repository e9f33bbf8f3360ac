package io.millrace.storage.disk;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what the operating system says into errors that users can act on. */
public final class DiskErrors {
    private DiskErrors() {}

    /** {@code doing} reads as "cannot …". */
    public static MillraceException translate(String doing, IOException e) {
        if (isDiskFull(e)) {
            return new MillraceException(
                    ErrorCode.DISK_FULL,
                    "cannot " + doing + ": the disk is full",
                    null,
                    "nothing that was acknowledged is lost; free space and try again",
                    e);
        }
        return new MillraceException(ErrorCode.IO_ERROR, "cannot " + doing + ": " + e, e);
    }

    /** A user's file that cannot be opened or read: gone, not permitted, or broken off. */
    public static MillraceException unreadable(Path file, IOException e) {
        return switch (e) {
            case NoSuchFileException gone -> new MillraceException(ErrorCode.FILE_NOT_FOUND, "file " + file + " does not exist", gone);
            case AccessDeniedException denied ->
                    new MillraceException(ErrorCode.IO_ERROR, "file " + file + " cannot be read: the server's user may not", denied);
            default -> new MillraceException(ErrorCode.IO_ERROR, "file " + file + " cannot be read: " + e.getMessage(), e);
        };
    }

    /** A damaged file: where, what was found, what to do. */
    public static MillraceException corrupt(Object file, long position, String found) {
        return new MillraceException(
                ErrorCode.CORRUPT_FILE,
                "corrupt file " + file + " at byte " + position + ": " + found,
                null,
                "restore this file from a copy, or move it away to start without the rows in it",
                null);
    }

    public static boolean isDiskFull(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            String message = at.getMessage();
            if (at instanceof IOException && message != null) {
                String lower = message.toLowerCase(Locale.ROOT);
                if (lower.contains("no space left") || lower.contains("disk quota exceeded") || lower.contains("not enough space")) {
                    return true;
                }
            }
        }
        return false;
    }
}
