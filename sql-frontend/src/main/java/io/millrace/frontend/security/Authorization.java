package io.millrace.frontend.security;

import io.millrace.cluster.access.AccessState;
import io.millrace.cluster.access.Grant;
import io.millrace.cluster.access.Privilege;
import io.millrace.cluster.metadata.MetadataState;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.session.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a session may do in one version of the catalog. Each method returns, or throws PERMISSION_DENIED. */
public final class Authorization {
    /** What all sessions run, with the texts of other users' statements. */
    private static final String ALL_QUERIES = "system:sys.queries";

    private final MetadataState state;
    private final AccessState access;
    private final String user;
    private final boolean free;

    public Authorization(Session session, MetadataState state) {
        this.state = state;
        this.access = state.access();
        this.user = session.user();
        this.free = !session.restricted() || access.isAdmin(user);
        if (session.restricted() && access.user(user).isEmpty()) {
            throw new MillraceException(ErrorCode.AUTHENTICATION_REQUIRED, "user \"" + user + "\" does not exist any more");
        }
    }

    /** Whether the session may do all. */
    public boolean isFree() {
        return free;
    }

    public void requireAdmin(String what) {
        if (!free) {
            throw denied("only users with role admin may " + what);
        }
    }

    public void requireOwner(CatalogObject object) {
        if (!free && !access.owns(user, object.id()) && !access.owns(user, Grant.schema(object.name().schema()))) {
            throw denied("user \"" + user + "\" is not the owner of " + words(object));
        }
    }

    public void requireSchemaOwner(String schema) {
        if (!free && !access.owns(user, Grant.schema(schema))) {
            throw denied("user \"" + user + "\" is not the owner of schema \"" + schema + "\"");
        }
    }

    public void requireCreate(String schema) {
        if (!free && state.schemas().contains(schema) && !access.may(user, Privilege.CREATE, "", schema)) {
            throw denied("user \"" + user + "\" may not create in schema \"" + schema + "\"")
                    .withHint("GRANT CREATE ON SCHEMA " + schema + " TO " + user);
        }
    }

    public void require(Privilege privilege, CatalogObject object) {
        if (!free && isGuarded(object.id()) && !access.may(user, privilege, object.id(), object.name().schema())) {
            throw denied("user \"" + user + "\" may not " + privilege.name().toLowerCase(Locale.ROOT) + " " + preposition(privilege)
                    + words(object))
                    .withHint("GRANT " + privilege + " ON " + object.name() + " TO " + user);
        }
    }

    private static String preposition(Privilege privilege) {
        return switch (privilege) {
            case SELECT, DELETE -> "from ";
            case INSERT -> "into ";
            case UPDATE, CREATE -> "";
        };
    }

    /**
     * Whether a query may read what it does. A view's query runs with the rights of the view's owner: whoever may read the view need not have a right to what
     * the view reads, unless the query names that too.
     *
     * @param dependencies ids of all objects that are read, by views as well
     * @param named of these, the ids that the query itself may mean
     */
    public void requireReads(List<String> dependencies, Set<String> named) {
        if (free) {
            return;
        }
        if (dependencies.contains(ALL_QUERIES)) {
            throw denied("only users with role admin may read sys.queries").withHint("SHOW QUERIES lists your own");
        }
        Set<String> allowed = new HashSet<>();
        for (String id : dependencies) {
            if (named.contains(id)) {
                state.byId(id).ifPresent(object -> {
                    require(Privilege.SELECT, object);
                    allow(object, allowed);
                });
            }
        }
        for (String id : dependencies) {
            if (!allowed.contains(id)) {
                state.byId(id).ifPresent(object -> require(Privilege.SELECT, object));
            }
        }
    }

    private void allow(CatalogObject object, Set<String> allowed) {
        if (!allowed.add(object.id()) || !(object instanceof CatalogObject.View view)) {
            return;
        }
        String owner = access.owners().get(view.id());
        for (String id : view.dependencies()) {
            state.byId(id).ifPresent(read -> {
                if (owner == null || access.may(owner, Privilege.SELECT, id, read.name().schema())) {
                    allow(read, allowed);
                }
            });
        }
    }

    private boolean isGuarded(String id) {
        return state.byId(id).isPresent();
    }

    private static String words(CatalogObject object) {
        return object.kindName().toLowerCase(Locale.ROOT) + " \"" + object.name() + "\"";
    }

    private static MillraceException denied(String message) {
        return new MillraceException(ErrorCode.PERMISSION_DENIED, message);
    }
}
