package io.millrace.frontend.server;

import io.millrace.frontend.security.Secret;
import java.util.Optional;

/**
 * Who may come in.
 *
 * @param required false: nobody has to log in, whatever users there are
 * @param adminPassword of the user {@code admin}, who is made if there is no user yet
 */
public record LoginOptions(boolean required, Optional<Secret> adminPassword) {
    public static final LoginOptions DEFAULT = new LoginOptions(true, Optional.empty());
}
