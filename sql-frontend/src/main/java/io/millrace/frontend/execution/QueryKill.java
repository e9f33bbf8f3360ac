package io.millrace.frontend.execution;

import io.millrace.cluster.node.MillraceNode;
import io.millrace.frontend.security.Authorization;
import io.millrace.frontend.session.Session;

/** Ending a query from outside: one's own, or anyone's as an administrator. */
public final class QueryKill {
    private QueryKill() {}

    /** Whether there was such a running query. PERMISSION_DENIED for another user's. */
    public static boolean kill(String id, Session session, String reason, MillraceNode node) {
        Authorization authorization = new Authorization(session, node.metadata().state());
        boolean others = node.queries().queries().stream()
                .anyMatch(
                        query -> query.id().equals(id) && query.state().isLive() && !query.user().equals(session.user()));
        if (others) {
            authorization.requireAdmin("cancel queries of other users");
        }
        return node.queries().cancel(id, reason);
    }
}
