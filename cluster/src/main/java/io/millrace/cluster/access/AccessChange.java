package io.millrace.cluster.access;

import java.util.List;

/** A change of users and grants, as an entry of the metadata log. Passwords are in it as hashes alone. */
public sealed interface AccessChange {
    /** A user or a role. Refused if the name is taken, or if it were the first user and no administrator. */
    record Create(User user) implements AccessChange {}

    /** Another password for a user. */
    record SetPassword(String user, String passwordHash) implements AccessChange {}

    /** Forgets a user or role with what was granted to it; what it owned is the administrators'. Refused for the last administrator. */
    record Drop(String user, boolean role) implements AccessChange {}

    record GrantRole(String role, String grantee) implements AccessChange {}

    record RevokeRole(String role, String grantee) implements AccessChange {}

    record GrantPrivileges(List<Grant> grants) implements AccessChange {}

    record RevokePrivileges(List<Grant> grants) implements AccessChange {}
}
