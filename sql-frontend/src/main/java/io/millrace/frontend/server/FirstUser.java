package io.millrace.frontend.server;

import io.millrace.cluster.access.AccessChange;
import io.millrace.cluster.access.User;
import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.node.MillraceNode;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.security.Passwords;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that a server which others can reach knows who they are. */
final class FirstUser {
    /** The user that a start with a password makes. */
    static final String NAME = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(FirstUser.class);

    private FirstUser() {}

    /** Makes the first user if the options say so; CONFIGURATION_ERROR if there is none where there must be one. */
    static void require(ServerOptions options, MillraceNode node, RandomGenerator random) {
        if (!node.metadata().state().access().hasUsers() && options.login().adminPassword().isPresent()) {
            String hash = Passwords.hash(options.login().adminPassword().get(), random);
            node.metadata()
                    .apply(new MetadataChange.Access(new AccessChange.Create(new User(NAME, Optional.of(hash), List.of(User.ADMIN)))));
        }
        if (!options.http().isLoopback() && options.http().tls().isEmpty()) {
            LOG.warn(
                    "listening on {} without TLS: passwords and data travel as plain text; give --tls-certificate and --tls-key, or put a proxy "
                            + "that encrypts in front",
                    options.http().host());
        }
        boolean open = !node.metadata().state().access().hasUsers();
        if (open && options.login().required() && !options.http().isLoopback()) {
            throw new MillraceException(
                    ErrorCode.CONFIGURATION_ERROR,
                    "refusing to listen on " + options.http().host()
                            + " while there is no user: anyone could do anything; set MILLRACE_ADMIN_PASSWORD or "
                            + "--admin-password-file to make user " + NAME + ", or say --auth none");
        }
    }
}
