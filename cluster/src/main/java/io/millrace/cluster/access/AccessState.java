package io.millrace.cluster.access;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who there is, who owns what, who may do what. Immutable, a part of the replicated metadata.
 *
 * <p>Once there is a user there always is one who is an administrator, so that nobody is locked out and a server that was closed never opens by itself.
 *
 * @param users users and roles by name
 * @param owners by object id or {@link Grant#schema}; what has none is the administrators'
 */
public record AccessState(Map<String, User> users, Map<String, String> owners, List<Grant> grants) {
    public static final AccessState EMPTY = new AccessState(Map.of(), Map.of(), List.of());

    /** Users and roles together; each node holds them in memory. */
    private static final int USERS_MAX = 10_000;

    private static final int GRANTS_MAX = 100_000;

    public AccessState {
        users = Map.copyOf(users);
        owners = Map.copyOf(owners);
        grants = List.copyOf(grants);
    }

    /** Whether anyone can log in: from then on everyone has to. */
    public boolean hasUsers() {
        return users.values().stream().anyMatch(user -> !user.isRole());
    }

    /** Who can log in by that name. */
    public Optional<User> user(String name) {
        return Optional.ofNullable(users.get(name)).filter(user -> !user.isRole());
    }

    /** The name itself and all roles it has, by others too. */
    public Set<String> identities(String name) {
        Set<String> found = new LinkedHashSet<>(List.of(name));
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            User user = users.get(open.pop());
            for (String role : user == null ? List.<String>of() : user.roles()) {
                if (found.add(role)) {
                    open.push(role);
                }
            }
        }
        return found;
    }

    public boolean isAdmin(String name) {
        return identities(name).contains(User.ADMIN);
    }

    /** Whether {@code name} made it, or has a role that did; so does an administrator. */
    public boolean owns(String name, String target) {
        Set<String> identities = identities(name);
        String owner = owners.get(target);
        return identities.contains(User.ADMIN) || owner != null && identities.contains(owner);
    }

    /** Whether it was granted to {@code name} or one of its roles, on the object or on its schema; owners and administrators may anyway. */
    public boolean may(String name, Privilege privilege, String objectId, String schema) {
        return owns(name, objectId) || owns(name, Grant.schema(schema)) || granted(name, privilege, objectId)
                || granted(name, privilege, Grant.schema(schema));
    }

    private boolean granted(String name, Privilege privilege, String target) {
        Set<String> identities = identities(name);
        return grants.stream().anyMatch(
                grant -> grant.privilege() == privilege && grant.target().equals(target) && identities.contains(grant.grantee()));
    }

    /** With an owner for something new, if there is such a user still. */
    public AccessState owned(String target, Optional<String> owner) {
        if (owner.isEmpty() || !users.containsKey(owner.get())) {
            return this;
        }
        Map<String, String> more = new TreeMap<>(owners);
        more.put(target, owner.get());
        return new AccessState(users, more, grants);
    }

    /** Without what was known of something that is gone. */
    public AccessState without(String target) {
        Map<String, String> fewer = new TreeMap<>(owners);
        fewer.remove(target);
        return new AccessState(users, fewer, grants.stream().filter(grant -> !grant.target().equals(target)).toList());
    }

    /** @throws MillraceException if the change does not fit; then nothing has changed */
    public AccessState apply(AccessChange change) {
        AccessState next = switch (change) {
            case AccessChange.Create create -> create(create.user());
            case AccessChange.SetPassword set -> {
                User user = requireUser(set.user());
                yield withUser(new User(user.name(), Optional.of(set.passwordHash()), user.roles()));
            }
            case AccessChange.Drop drop -> drop(drop);
            case AccessChange.GrantRole grant -> grantRole(grant);
            case AccessChange.RevokeRole revoke -> {
                User from = require(revoke.grantee());
                yield withUser(
                        new User(from.name(), from.passwordHash(), from.roles().stream().filter(r -> !r.equals(revoke.role())).toList()));
            }
            case AccessChange.GrantPrivileges grant -> grant(grant.grants());
            case AccessChange.RevokePrivileges revoke -> {
                Set<Grant> taken = new HashSet<>(revoke.grants());
                yield new AccessState(users, owners, grants.stream().filter(g -> !taken.contains(g)).toList());
            }
        };
        if ((hasUsers() || next.hasUsers()) && next.users().values().stream().noneMatch(u -> !u.isRole() && next.isAdmin(u.name()))) {
            throw hasUsers()
                    ? new MillraceException(ErrorCode.DEPENDENT_OBJECTS, "there must be a user with role admin, this is the last one")
                            .withHint("make another user an administrator first: GRANT admin TO …")
                    : new MillraceException(ErrorCode.INVALID_PARAMETER,
                            "the first user must be an administrator: nobody could make others")
                            .withHint("use CREATE USER … PASSWORD '…' WITH ROLE admin");
        }
        return next;
    }

    private AccessState create(User user) {
        if (users.containsKey(user.name()) || user.name().equals(User.ADMIN) && user.isRole()) {
            User other = users.getOrDefault(user.name(), user);
            throw new MillraceException(ErrorCode.DUPLICATE_OBJECT,
                    (other.isRole() ? "role" : "user") + " \"" + user.name() + "\" already exists");
        }
        if (users.size() >= USERS_MAX) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "there are " + USERS_MAX + " users and roles, as many as are kept");
        }
        user.roles().forEach(this::requireRole);
        return withUser(user);
    }

    private AccessState drop(AccessChange.Drop drop) {
        User user = require(drop.user());
        if (user.isRole() != drop.role()) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE,
                    "\"" + drop.user() + "\" is a " + (user.isRole() ? "role" : "user") + ", not a " + (drop.role() ? "role" : "user"));
        }
        Map<String, User> fewer = new TreeMap<>(users);
        fewer.remove(user.name());
        fewer.replaceAll((name, other) -> new User(name, other.passwordHash(),
                other.roles().stream().filter(role -> !drop.role() || !role.equals(user.name())).toList()));
        Map<String, String> left = new TreeMap<>(owners);
        left.values().removeIf(owner -> owner.equals(user.name()));
        return new AccessState(fewer, left, grants.stream().filter(grant -> !grant.grantee().equals(user.name())).toList());
    }

    private AccessState grantRole(AccessChange.GrantRole grant) {
        requireRole(grant.role());
        User to = require(grant.grantee());
        if (identities(grant.role()).contains(to.name())) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "role \"" + to.name() + "\" would have itself");
        }
        List<String> roles = new ArrayList<>(to.roles());
        if (!roles.contains(grant.role())) {
            roles.add(grant.role());
        }
        return withUser(new User(to.name(), to.passwordHash(), roles));
    }

    private AccessState grant(List<Grant> more) {
        more.forEach(grant -> require(grant.grantee()));
        Set<Grant> all = new LinkedHashSet<>(grants);
        all.addAll(more);
        if (all.size() > GRANTS_MAX) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "there are " + GRANTS_MAX + " grants, as many as are kept")
                    .withHint("grant on schemas, or to roles");
        }
        return new AccessState(users, owners, List.copyOf(all));
    }

    private AccessState withUser(User user) {
        Map<String, User> more = new TreeMap<>(users);
        more.put(user.name(), user);
        return new AccessState(more, owners, grants);
    }

    private User require(String name) {
        User found = users.get(name);
        if (found == null) {
            throw new MillraceException(ErrorCode.UNDEFINED_OBJECT, "user or role \"" + name + "\" does not exist");
        }
        return found;
    }

    private User requireUser(String name) {
        return user(name).orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_OBJECT, "user \"" + name + "\" does not exist"));
    }

    private void requireRole(String name) {
        User found = users.get(name);
        if (!name.equals(User.ADMIN) && (found == null || !found.isRole())) {
            throw new MillraceException(ErrorCode.UNDEFINED_OBJECT, "role \"" + name + "\" does not exist");
        }
    }
}
