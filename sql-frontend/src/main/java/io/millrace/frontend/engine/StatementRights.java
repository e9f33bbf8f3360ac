package io.millrace.frontend.engine;

import io.millrace.cluster.access.Privilege;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.security.Authorization;
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
import io.millrace.frontend.statement.ObjectKind;
import io.millrace.frontend.statement.QualifiedName;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a statement's user must have a right to, one line a kind: what the statement changes, and the objects it names by itself. What its queries read is
 * asked where they are planned, which every query goes through ({@link StatementContext#plan}). A name that stands for nothing is left to the handler to
 * complain of.
 */
final class StatementRights {
    private final StatementContext context;
    private final Authorization may;

    private StatementRights(StatementContext context, Authorization may) {
        this.context = context;
        this.may = may;
    }

    /** @throws io.millrace.common.error.MillraceException PERMISSION_DENIED */
    static void require(Statement statement, StatementContext context) {
        Authorization authorization = context.authorization();
        if (!authorization.isFree()) {
            new StatementRights(context, authorization).require(statement);
        }
    }

    private void require(Statement statement) {
        switch (statement) {
            case Query ignored -> {}
            case CreateSchema ignored -> may.requireAdmin("create schemas");
            case CreateTable s -> create(s.name(), s.options());
            case CreateTableAs s -> create(s.name(), s.options());
            case CreateTableLike s -> {
                create(s.name(), s.options());
                on(s.source(), Privilege.SELECT);
            }
            case CreateExternalTable ignored -> may.requireAdmin("make tables of the server's files");
            case CreateStream s -> {
                if (s.options().containsKey("connector")) {
                    may.requireAdmin("connect streams to the world outside");
                }
                create(s.name(), s.options());
            }
            case CreateView s -> {
                create(s.name(), Map.of());
                if (s.orReplace()) {
                    found(s.name(), may::requireOwner);
                }
            }
            case CreateMaterializedView s -> {
                create(s.name(), s.options());
                s.lateRows().ifPresent(table -> on(table, Privilege.INSERT));
                s.errorRows().ifPresent(table -> on(table, Privilege.INSERT));
            }
            case CreateFunction ignored -> may.requireAdmin("create functions, which run in the server");
            case DropFunction ignored -> may.requireAdmin("drop functions");
            case CreateSink s -> {
                may.requireAdmin("connect sinks to the world outside");
                create(s.name(), s.options());
                s.lateRows().ifPresent(table -> on(table, Privilege.INSERT));
                s.errorRows().ifPresent(table -> on(table, Privilege.INSERT));
            }
            case AlterSink s -> found(s.name(), may::requireOwner);
            case Drop s -> {
                if (s.kind() == ObjectKind.SCHEMA) {
                    may.requireSchemaOwner(s.name().name());
                } else {
                    found(s.name(), may::requireOwner);
                }
            }
            case AlterMaterializedView s -> found(s.name(), may::requireOwner);
            case Refresh s -> found(s.name(), may::requireOwner);
            case CreateSavepoint s -> found(s.view(), may::requireOwner);
            case DropSavepoint s -> savepoint(s.name());
            case CreateFromSavepoint s -> {
                create(s.name(), s.options());
                savepoint(s.savepoint());
            }
            case Truncate s -> on(s.name(), Privilege.DELETE);
            case Insert s -> {
                on(s.target(), Privilege.INSERT);
                if (s.overwrite()) {
                    on(s.target(), Privilege.DELETE);
                }
                if (s.onConflict().isPresent()) {
                    on(s.target(), Privilege.SELECT);
                    if (!s.onConflict().get().assignments().isEmpty()) {
                        on(s.target(), Privilege.UPDATE);
                    }
                }
            }
            case InsertDefaults s -> on(s.target(), Privilege.INSERT);
            case Update s -> on(s.target(), Privilege.UPDATE, Privilege.SELECT);
            case Delete s -> on(s.target(), Privilege.DELETE, Privilege.SELECT);
            case Merge s -> {
                on(s.target(), Privilege.SELECT);
                s.clauses().forEach(clause -> merge(s.target(), clause));
            }
            case CopyFrom s -> {
                may.requireAdmin("read files of the server");
                on(s.target(), Privilege.INSERT);
            }
            case CopyTo ignored -> may.requireAdmin("write files of the server");
            case Subscribe s -> s.view().ifPresent(view -> on(view, Privilege.SELECT));
            case Explain s -> require(s.statement());
            case Analyze s -> found(s.name(), may::requireOwner);
            case VerifyView s -> on(s.name(), Privilege.SELECT);
            case KillQuery ignored -> {}
            case Show ignored -> {}
            case ShowCreate ignored -> {}
            case ShowSetting ignored -> {}
            case SetSetting ignored -> {}
            case ResetSetting ignored -> {}
            case UseSchema ignored -> {}
            case TransactionControl ignored -> {}
            case CreateUser ignored -> may.requireAdmin("create users and roles");
            case AlterUser s -> {
                if (!s.name().equals(context.session().user())) {
                    may.requireAdmin("change passwords of other users");
                }
            }
            case DropUser ignored -> may.requireAdmin("drop users and roles");
            case GrantRoles ignored -> may.requireAdmin("grant and revoke roles");
            case GrantPrivileges s -> {
                s.schema().ifPresent(may::requireSchemaOwner);
                s.object().ifPresent(name -> found(name, may::requireOwner));
            }
        }
    }

    private void merge(QualifiedName target, Merge.Clause clause) {
        switch (clause) {
            case Merge.MatchedUpdate ignored -> on(target, Privilege.UPDATE);
            case Merge.MatchedDelete ignored -> on(target, Privilege.DELETE);
            case Merge.NotMatchedInsert ignored -> on(target, Privilege.INSERT);
            case Merge.MatchedNothing ignored -> {}
            case Merge.NotMatchedNothing ignored -> {}
        }
    }

    private void create(QualifiedName name, Map<String, String> options) {
        if (options.containsKey("location")) {
            may.requireAdmin("say where in the server's files a table is kept");
        }
        may.requireCreate(context.resolve(name).schema());
    }

    private void on(QualifiedName name, Privilege... privileges) {
        for (Privilege privilege : privileges) {
            found(name, object -> may.require(privilege, object));
        }
    }

    /** Whoever owns its view may use it; once the view is gone, an administrator. */
    private void savepoint(String name) {
        if (context.node().views().hasSavepoint(name)) {
            context.node().metadata().state().byId(context.node().views().savepoint(name).definition().id())
                    .ifPresentOrElse(may::requireOwner, () -> may.requireAdmin("use savepoints of views that are gone"));
        }
    }

    private void found(QualifiedName name, Consumer<CatalogObject> check) {
        Optional<CatalogObject> object = context.catalog().find(context.resolve(name));
        object.ifPresent(check);
    }
}
