package io.millrace.frontend.cli;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.security.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where commands take passwords from: a file, or the environment. Never the command line, which every user of the machine can read. */
final class PasswordSource {
    private PasswordSource() {}

    /** The first line of the file, or else what the variable holds. */
    static Optional<Secret> of(Optional<String> file, String variable) {
        if (file.isEmpty()) {
            return Optional.ofNullable(System.getenv(variable)).filter(text -> !text.isEmpty()).map(Secret::new);
        }
        try {
            String first = Files.readString(Path.of(file.get()), StandardCharsets.UTF_8).lines().findFirst().orElse("");
            if (first.isEmpty()) {
                throw new MillraceException(ErrorCode.CONFIGURATION_ERROR, "password file " + file.get() + " has no first line");
            }
            return Optional.of(new Secret(first));
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.CONFIGURATION_ERROR, "cannot read password file " + file.get(), e);
        }
    }
}
