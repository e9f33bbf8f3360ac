package io.millrace.frontend.handler;

import io.millrace.cluster.access.AccessState;
import io.millrace.cluster.access.Grant;
import io.millrace.cluster.access.User;
import io.millrace.cluster.metadata.MetadataState;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.type.Schema;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.Show;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** SHOW USERS and SHOW GRANTS: all to administrators, to others what concerns them. */
final class ShowAccess {
    private ShowAccess() {}

    static StatementResult users(Show statement, StatementContext context) {
        AccessState access = context.node().metadata().state().access();
        boolean all = context.authorization().isFree();
        List<List<Object>> rows = new ArrayList<>();
        for (User user : new TreeMap<>(access.users()).values()) {
            if (ShowHandler.wanted(statement, user.name()) && (all || user.name().equals(context.session().user()))) {
                rows.add(List.of(user.name(), user.isRole() ? "role" : "user", String.join(", ", user.roles())));
            }
        }
        return context.rows("SHOW", Schema.of(ShowHandler.text("user_name"), ShowHandler.text("kind"), ShowHandler.text("roles")), rows);
    }

    static StatementResult grants(StatementContext context) {
        MetadataState state = context.node().metadata().state();
        boolean all = context.authorization().isFree();
        List<List<Object>> rows = new ArrayList<>();
        for (Grant grant : state.access().grants()) {
            if (all || state.access().identities(context.session().user()).contains(grant.grantee())) {
                rows.add(List.of(grant.grantee(), grant.privilege().name(),
                        state.byId(grant.target()).map(ShowAccess::words).orElse(grant.target())));
            }
        }
        rows.sort((a, b) -> a.toString().compareTo(b.toString()));
        return context.rows("SHOW", Schema.of(ShowHandler.text("grantee"), ShowHandler.text("privilege"), ShowHandler.text("on_object")),
                rows);
    }

    private static String words(CatalogObject object) {
        return object.kindName().toLowerCase(Locale.ROOT) + " " + object.name();
    }
}
