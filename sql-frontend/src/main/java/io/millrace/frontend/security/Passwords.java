package io.millrace.frontend.security;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.types.Argon2;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Hashes of passwords: Argon2id (RFC 9106) with the least cost that OWASP's password storage guidance names, each with a salt of its own, in the usual
 * text form that carries salt and cost. Slow on purpose: tens of milliseconds and {@value #MEMORY_KIB} KiB a hash.
 */
public final class Passwords {
    static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    /** Longer ones are refused, so that nobody hashes megabytes. */
    private static final int BYTES_MAX = 1024;

    private Passwords() {}

    /** @throws MillraceException INVALID_PARAMETER for one that is empty or too long */
    public static String hash(Secret password, RandomGenerator random) {
        byte[] bytes = password.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > BYTES_MAX) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "a password has 1 to " + BYTES_MAX + " bytes, this one has " + bytes.length);
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES, Argon2.ID).hash(bytes, salt).getResult();
    }

    /** Whether it is the password of that hash; takes as long if it is not. */
    static boolean check(Secret password, String hash) {
        byte[] bytes = password.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > BYTES_MAX) {
            return false;
        }
        try {
            return Argon2Function.getInstanceFromHash(hash).check(bytes, hash.getBytes(StandardCharsets.US_ASCII));
        } catch (BadParametersException e) {
            throw new MillraceException(ErrorCode.METADATA_CORRUPT, "a user's password hash cannot be read", e);
        }
    }
}
