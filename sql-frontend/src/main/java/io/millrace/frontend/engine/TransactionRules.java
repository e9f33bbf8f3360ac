package io.millrace.frontend.engine;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.SessionTransaction;
import io.millrace.frontend.statement.CopyFrom;
import io.millrace.frontend.statement.Delete;
import io.millrace.frontend.statement.Explain;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.InsertDefaults;
import io.millrace.frontend.statement.Merge;
import io.millrace.frontend.statement.Query;
import io.millrace.frontend.statement.ResetSetting;
import io.millrace.frontend.statement.SetSetting;
import io.millrace.frontend.statement.Show;
import io.millrace.frontend.statement.ShowCreate;
import io.millrace.frontend.statement.ShowSetting;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.TransactionControl;
import io.millrace.frontend.statement.Update;
import io.millrace.frontend.statement.UseSchema;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What may stand between BEGIN and COMMIT: queries, and changes of managed tables' rows. Definitions take effect at once, so they are refused. A transaction
 * that nobody goes on with for {@link #IDLE_MINUTES_MAX} minutes is rolled back when the next statement of anybody runs.
 */
final class TransactionRules {
    private static final long IDLE_MINUTES_MAX = 5;

    private final Clock clock;
    private final Set<SessionTransaction> open = ConcurrentHashMap.newKeySet();

    TransactionRules(Clock clock) {
        this.clock = clock;
    }

    /** Before a statement. */
    void require(Statement statement, Session session) {
        long now = clock.monotonicNanos();
        open.removeIf(transaction -> transaction.expire(now, TimeUnit.MINUTES.toNanos(IDLE_MINUTES_MAX)));
        session.transaction().ifPresent(transaction -> transaction.use(true, now));
        if (session.transaction().isEmpty() || statement instanceof TransactionControl) {
            return;
        }
        if (session.transaction().get().failed()) {
            done(session);
            throw new MillraceException(ErrorCode.FAILED_TRANSACTION,
                    "the transaction has failed, statements are not run until it ends").at(statement.position()).withHint("ROLLBACK");
        }
        if (!mayStand(statement)) {
            done(session);
            session.transaction().get().fail();
            throw new MillraceException(ErrorCode.ACTIVE_TRANSACTION, "this statement cannot run inside of a transaction")
                    .at(statement.position()).withHint("COMMIT or ROLLBACK first");
        }
    }

    /** After a statement. */
    void done(Session session) {
        session.transaction().ifPresent(transaction -> {
            transaction.use(false, clock.monotonicNanos());
            open.add(transaction);
        });
    }

    private static boolean mayStand(Statement statement) {
        return switch (statement) {
            case Insert insert -> !insert.overwrite();
            case Query ignored -> true;
            case InsertDefaults ignored -> true;
            case Update ignored -> true;
            case Delete ignored -> true;
            case Merge ignored -> true;
            case CopyFrom ignored -> true;
            case Explain ignored -> true;
            case Show ignored -> true;
            case ShowCreate ignored -> true;
            case ShowSetting ignored -> true;
            case SetSetting ignored -> true;
            case ResetSetting ignored -> true;
            case UseSchema ignored -> true;
            default -> false;
        };
    }
}
