package io.millrace.frontend.engine;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.SessionTransaction;
import io.millrace.frontend.statement.AlterMaterializedView;
import io.millrace.frontend.statement.AlterSink;
import io.millrace.frontend.statement.AlterUser;
import io.millrace.frontend.statement.Analyze;
import io.millrace.frontend.statement.CopyFrom;
import io.millrace.frontend.statement.CopyTo;
import io.millrace.frontend.statement.CreateExternalTable;
import io.millrace.frontend.statement.CreateFromSavepoint;
import io.millrace.frontend.statement.CreateFunction;
import io.millrace.frontend.statement.CreateMaterializedView;
import io.millrace.frontend.statement.CreateSavepoint;
import io.millrace.frontend.statement.CreateSchema;
import io.millrace.frontend.statement.CreateSink;
import io.millrace.frontend.statement.CreateStream;
import io.millrace.frontend.statement.CreateTable;
import io.millrace.frontend.statement.CreateTableAs;
import io.millrace.frontend.statement.CreateTableLike;
import io.millrace.frontend.statement.CreateUser;
import io.millrace.frontend.statement.CreateView;
import io.millrace.frontend.statement.Delete;
import io.millrace.frontend.statement.Drop;
import io.millrace.frontend.statement.DropFunction;
import io.millrace.frontend.statement.DropSavepoint;
import io.millrace.frontend.statement.DropUser;
import io.millrace.frontend.statement.Explain;
import io.millrace.frontend.statement.GrantPrivileges;
import io.millrace.frontend.statement.GrantRoles;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.InsertDefaults;
import io.millrace.frontend.statement.KillQuery;
import io.millrace.frontend.statement.Merge;
import io.millrace.frontend.statement.Query;
import io.millrace.frontend.statement.Refresh;
import io.millrace.frontend.statement.ResetSetting;
import io.millrace.frontend.statement.SetSetting;
import io.millrace.frontend.statement.Show;
import io.millrace.frontend.statement.ShowCreate;
import io.millrace.frontend.statement.ShowSetting;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.Subscribe;
import io.millrace.frontend.statement.TransactionControl;
import io.millrace.frontend.statement.Truncate;
import io.millrace.frontend.statement.Update;
import io.millrace.frontend.statement.UseSchema;
import io.millrace.frontend.statement.VerifyView;
import java.util.Optional;
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

    /** Rolls back what nobody goes on with. */
    void expire() {
        long now = clock.monotonicNanos();
        open.removeIf(transaction -> transaction.expire(now, TimeUnit.MINUTES.toNanos(IDLE_MINUTES_MAX)));
    }

    /** Before a statement: enters the session's transaction, if there is one, for {@link #leave}. */
    Optional<SessionTransaction> enter(Statement statement, Session session) {
        expire();
        Optional<SessionTransaction> entered = session.transaction();
        if (entered.isPresent() && !entered.get().enter()) {
            throw new MillraceException(ErrorCode.ACTIVE_TRANSACTION, "another statement of this session's transaction is running")
                    .at(statement.position()).withHint("a transaction runs one statement at a time");
        }
        return entered;
    }

    /** What may not stand in the transaction. */
    static void require(Statement statement, SessionTransaction transaction) {
        if (statement instanceof TransactionControl) {
            return;
        }
        if (transaction.failed()) {
            throw new MillraceException(ErrorCode.FAILED_TRANSACTION,
                    "the transaction has failed, statements are not run until it ends").at(statement.position()).withHint("ROLLBACK");
        }
        if (!mayStand(statement)) {
            throw new MillraceException(ErrorCode.ACTIVE_TRANSACTION, "this statement cannot run inside of a transaction")
                    .at(statement.position()).withHint("COMMIT or ROLLBACK first");
        }
    }

    /** After a statement, which may have begun a transaction. */
    void leave(Optional<SessionTransaction> entered, Session session) {
        long now = clock.monotonicNanos();
        entered.ifPresent(transaction -> transaction.leave(now));
        if (entered.isEmpty()) {
            session.transaction().ifPresent(begun -> {
                begun.leave(now);
                open.add(begun);
            });
        }
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
            case TransactionControl ignored -> true;
            case CreateSchema ignored -> false;
            case CreateTable ignored -> false;
            case CreateTableAs ignored -> false;
            case CreateTableLike ignored -> false;
            case CreateExternalTable ignored -> false;
            case CreateStream ignored -> false;
            case CreateView ignored -> false;
            case CreateMaterializedView ignored -> false;
            case CreateFromSavepoint ignored -> false;
            case CreateSavepoint ignored -> false;
            case DropSavepoint ignored -> false;
            case CreateFunction ignored -> false;
            case DropFunction ignored -> false;
            case CreateSink ignored -> false;
            case AlterSink ignored -> false;
            case Drop ignored -> false;
            case AlterMaterializedView ignored -> false;
            case Refresh ignored -> false;
            case Subscribe ignored -> false;
            case VerifyView ignored -> false;
            case Truncate ignored -> false;
            case CopyTo ignored -> false;
            case Analyze ignored -> false;
            case KillQuery ignored -> false;
            case CreateUser ignored -> false;
            case AlterUser ignored -> false;
            case DropUser ignored -> false;
            case GrantRoles ignored -> false;
            case GrantPrivileges ignored -> false;
        };
    }
}
