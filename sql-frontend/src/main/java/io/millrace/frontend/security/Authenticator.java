package io.millrace.frontend.security;

import io.millrace.cluster.access.AccessState;
import io.millrace.cluster.access.User;
import io.millrace.cluster.metadata.MetadataService;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds out who a client is, whatever door it came through. Thread-safe.
 *
 * <p><b>For doors.</b> Over HTTP nothing is to be done: the HTTP door asks before it calls an {@code Endpoint}, whose {@code HttpExchange.caller()} tells
 * the user. Another door calls {@link #authenticate} once a connection, on a thread that may block (never on an event loop: checking a password is
 * slow on purpose), and runs statements in {@link Caller#session}. What it throws is for the client as it is.
 *
 * <p>While there is no user, and where the configuration says so, everyone is {@link Caller#OPEN}. A password's check is remembered for a
 * minute by a keyed hash of it, so that a client that sends it with each request does not pay each time; the user's stored hash is part of the key, so
 * that another password or a dropped user counts at once.
 */
public final class Authenticator implements AutoCloseable {
    /** How long a login lasts. */
    public static final long TOKEN_SECONDS = 12 * 3600;
    private static final int TOKENS_MAX = 10_000;
    private static final int TOKEN_BYTES = 32;
    private static final long REMEMBERED_SECONDS = 60;
    private static final int REMEMBERED_MAX = 10_000;
    /** Checks at once: each takes a core and some memory. */
    private static final int CHECKS_MAX = 2;
    private static final int WAITING_MAX = 100;
    private static final String MAC = "HmacSHA256";

    private final MetadataService metadata;
    private final Clock clock;
    private final RandomGenerator random;
    private final boolean required;
    private final byte[] key;
    private final String nobodysHash;
    private final ExpiringSet<Boolean> remembered = new ExpiringSet<>(TimeUnit.SECONDS.toNanos(REMEMBERED_SECONDS), REMEMBERED_MAX);
    private final ExpiringSet<Login> logins = new ExpiringSet<>(TimeUnit.SECONDS.toNanos(TOKEN_SECONDS), TOKENS_MAX);
    private final FailureLimit failures = new FailureLimit();
    private final ThreadPoolExecutor checks;

    /** Who logged in, with the hash of then: another password ends all logins. */
    private record Login(String user, String passwordHash) {}

    /**
     * @param random gives tokens: of a kind that nobody can foretell
     * @param required false if the configuration says that nobody has to log in, users or not
     */
    public Authenticator(MetadataService metadata, Clock clock, RandomGenerator random, boolean required) {
        this.metadata = metadata;
        this.clock = clock;
        this.random = random;
        this.required = required;
        this.key = bytes(TOKEN_BYTES);
        this.nobodysHash = Passwords.hash(new Secret(HexFormat.of().formatHex(bytes(TOKEN_BYTES))), random);
        this.checks = new ThreadPoolExecutor(CHECKS_MAX, CHECKS_MAX, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().daemon().name("millrace-password-", 0).factory());
        this.checks.allowCoreThreadTimeOut(true);
    }

    /** Whether clients have to log in. */
    public boolean isRequired() {
        return required && access().hasUsers();
    }

    private AccessState access() {
        return metadata.state().access();
    }

    /**
     * Blocks for as long as a password's check takes.
     *
     * @throws MillraceException AUTHENTICATION_REQUIRED if the client said nothing, AUTHENTICATION_FAILED if what it said is not right,
     *     TOO_MANY_REQUESTS after too many failures
     */
    public Caller authenticate(Credentials credentials) {
        if (!isRequired()) {
            return Caller.OPEN;
        }
        return switch (credentials) {
            case Credentials.None ignored ->
                    throw new MillraceException(ErrorCode.AUTHENTICATION_REQUIRED, "this server asks for a user and password")
                            .withHint("send HTTP Basic credentials, or log in with POST /v1/login");
            case Credentials.Token token -> new Caller(userOf(token.token())
                    .orElseThrow(() -> new MillraceException(ErrorCode.AUTHENTICATION_REQUIRED, "the login has ended; log in again")),
                    true);
            case Credentials.Password password -> new Caller(check(password).name(), true);
        };
    }

    private User check(Credentials.Password given) {
        Optional<User> user = access().user(given.user());
        String hash = user.flatMap(User::passwordHash).orElse(nobodysHash);
        String mac = mac(given.user() + '\u0000' + hash + '\u0000' + given.password().text());
        long now = clock.monotonicNanos();
        if (user.isPresent() && remembered.get(mac, now).isPresent()) {
            return user.get();
        }
        String who = given.user() + '\u0000' + given.address();
        if (failures.isReached(who, now)) {
            throw new MillraceException(ErrorCode.TOO_MANY_REQUESTS,
                    "too many failed logins of user \"" + given.user() + "\"; try again in a minute");
        }
        // A user that there is not takes as long as a wrong password.
        boolean right = await(given.password(), hash);
        if (!right || user.isEmpty()) {
            failures.failed(who, now);
            throw new MillraceException(ErrorCode.AUTHENTICATION_FAILED,
                    "password authentication failed for user \"" + given.user() + "\"");
        }
        failures.succeeded(who);
        remembered.put(mac, true, now);
        return user.get();
    }

    private boolean await(Secret password, String hash) {
        try {
            Future<Boolean> check = checks.submit(() -> Passwords.check(password, hash));
            return check.get();
        } catch (RejectedExecutionException e) {
            throw new MillraceException(ErrorCode.TOO_MANY_REQUESTS, WAITING_MAX + " logins are waiting; try again later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MillraceException typed
                    ? typed : new MillraceException(ErrorCode.INTERNAL_ERROR, "a password could not be checked", e.getCause());
        }
    }

    /** A token that stands for the password for {@link #TOKEN_SECONDS}, until {@link #logout}; kept as a hash alone. Blocks as {@link #authenticate}. */
    public Secret login(Credentials.Password credentials) {
        if (!isRequired()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "this server has no users: nobody has to log in");
        }
        User user = check(credentials);
        Secret token = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES)));
        logins.put(digest(token), new Login(user.name(), user.passwordHash().orElseThrow()), clock.monotonicNanos());
        return token;
    }

    public void logout(Secret token) {
        logins.remove(digest(token));
    }

    private Optional<String> userOf(Secret token) {
        return logins.get(digest(token), clock.monotonicNanos())
                .filter(login -> access().user(login.user()).flatMap(User::passwordHash).filter(login.passwordHash()::equals).isPresent())
                .map(Login::user);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        synchronized (random) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String digest(Secret token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.text().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        checks.shutdownNow();
    }
}
