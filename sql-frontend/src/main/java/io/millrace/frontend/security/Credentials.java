package io.millrace.frontend.security;

/** What a client says to prove who it is. */
public sealed interface Credentials {
    /** Nothing. */
    record None() implements Credentials {}

    /** A name and its password, from a network address, which failures are counted by. */
    record Password(String user, Secret password, String address) implements Credentials {}

    /** What {@link Authenticator#login} gave. */
    record Token(Secret token) implements Credentials {}
}
