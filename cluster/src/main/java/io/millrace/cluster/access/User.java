package io.millrace.cluster.access;

import java.util.List;
import java.util.Optional;

/**
 * Who may log in, or a role that users have.
 *
 * @param passwordHash of a user, in the form of the library that made it, salt and cost included; absent for a role
 * @param roles that were granted to it; {@link #ADMIN} is built in
 */
public record User(String name, Optional<String> passwordHash, List<String> roles) {
    /** May do all. */
    public static final String ADMIN = "admin";

    public User {
        roles = List.copyOf(roles);
    }

    public boolean isRole() {
        return passwordHash.isEmpty();
    }

    /** A hash is for checking, not for reading. */
    @Override
    public String toString() {
        return (isRole() ? "role " : "user ") + name + " " + roles;
    }
}
