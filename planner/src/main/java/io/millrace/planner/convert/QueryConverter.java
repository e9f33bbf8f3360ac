package io.millrace.planner.convert;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.planner.catalog.CatalogReader;
import io.millrace.planner.catalog.StatementCatalog;
import io.millrace.planner.error.PlanningErrors;
import io.millrace.planner.function.OperatorTable;
import io.millrace.planner.match.MatchQueries;
import io.millrace.planner.type.Types;
import io.millrace.planner.validate.ColumnNames;
import io.millrace.planner.validate.ConstantTime;
import io.millrace.planner.validate.FromSyntax;
import io.millrace.planner.validate.MillraceValidator;
import io.millrace.planner.validate.SyntaxRewrite;
import io.millrace.planner.validate.WithExpansion;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql2rel.SqlToRelConverter;

/** From a parsed query to a logical plan: validates, converts, and puts the queries of views in their place. For one statement. */
public final class QueryConverter implements RelOptTable.ViewExpander {
    /** Views over views over views: a view that names itself by way of others must end somewhere. */
    private static final int VIEW_DEPTH_MAX = 64;

    /** Views in one statement, each counted as often as it is reached. */
    private static final int VIEWS_MAX = 1_000;

    private static final SqlToRelConverter.Config CONFIG = SqlToRelConverter.config()
            .withExpand(false)
            .withRelBuilderFactory(MillraceRelBuilder::create)
            .withAddJsonTypeOperatorEnabled(false)
            .withTrimUnusedFields(false)
            .withRemoveSortInSubQuery(true)
            // Calcite merges projections into ones that a subquery in them no longer fits
            .addRelBuilderConfigTransform(config -> config.withBloat(-1))
            .withInSubQueryThreshold(Integer.MAX_VALUE);

    private final StatementCatalog catalog;
    private final ConstantTime constantTime;
    private final Function<String, SqlNode> parser;
    private final RelOptCluster cluster = cluster();
    private final Optional<List<Expr.Literal>> parameters;
    private int viewDepth;
    private int viewsExpanded;

    /** Without values of parameters. */
    public QueryConverter(StatementCatalog catalog, ZoneId zone, Function<String, SqlNode> parser) {
        this(catalog, parser, new ConstantTime(zone, OptionalLong.empty(), Optional.empty()));
    }

    /** {@code constantTime} has the parameters' values too. */
    public QueryConverter(StatementCatalog catalog, Function<String, SqlNode> parser, ConstantTime constantTime) {
        this.parameters = constantTime.parameters();
        this.catalog = catalog;
        this.constantTime = constantTime;
        this.parser = parser;
    }

    private static RelOptCluster cluster() {
        RelOptCluster cluster = RelOptCluster.create(NoReduction.planner(), new MillraceRexBuilder());
        cluster.setMetadataQuerySupplier(ConversionMetadata::new);
        return cluster;
    }

    /** A logical plan, its columns as users see them, and the types of the statement's parameters. */
    public record Converted(RelRoot root, Schema schema, List<SqlType> parameterTypes) {}

    /**
     * Validates and converts a query.
     *
     * @throws MillraceException what is wrong with it
     */
    public Converted convert(SqlNode query, String searchSchema) {
        try {
            return validateAndConvert(query, searchSchema);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            throw PlanningErrors.of(e, catalog, searchSchema);
        }
    }

    private Converted validateAndConvert(SqlNode query, String searchSchema) {
        WithExpansion.check(query);
        CatalogReader reader = new CatalogReader(catalog, searchSchema, OperatorTable.INSTANCE);
        List<SqlType> given = parameters.orElse(List.of()).stream().map(Expr::type).toList();
        MillraceValidator validator = new MillraceValidator(reader, given);
        SqlNode validated = validator.validate(SyntaxRewrite.apply(query, new FromSyntax(reader, constantTime, matchQueries(reader))));
        SqlToRelConverter converter = new SqlToRelConverter(this, validator, reader, cluster, ConvertletTable.INSTANCE, CONFIG);
        RelRoot root = converter.convertQuery(validated, false, true);
        List<SqlType> types = validator.getParameterRowType(validated).getFieldList().stream()
                .map(RelDataTypeField::getType).map(Types::sqlType).toList();
        Schema columns = Types.schema(root.validatedRowType);
        Schema shown = new Schema(columns.fields().stream().map(f -> f.withName(ColumnNames.shown(f.name()))).toList());
        return new Converted(root.withRel(LimitParameters.apply(root.rel, parameters)), shown, types);
    }

    private MatchQueries matchQueries(CatalogReader reader) {
        return new MatchQueries() {
            @Override
            public SqlNode table(List<RelDataType> columns) {
                List<Field> fields = new ArrayList<>();
                for (RelDataType column : columns) {
                    fields.add(new Field("$" + fields.size(), Types.sqlType(column), true));
                }
                return catalog.addValues(new Schema(fields), reader);
            }

            @Override
            public RelNode convert(SqlNode query) {
                List<SqlType> given = parameters.orElse(List.of()).stream().map(Expr::type).toList();
                MillraceValidator validator = new MillraceValidator(reader, given);
                SqlNode validated = validator.validate(SyntaxRewrite.apply(query, new FromSyntax(reader, constantTime, this)));
                return new SqlToRelConverter(QueryConverter.this, validator, reader, cluster, ConvertletTable.INSTANCE, CONFIG)
                        .convertQuery(validated, false, true).rel;
            }
        };
    }

    @Override
    public RelRoot expandView(RelDataType rowType, String sql, List<String> schemaPath, List<String> viewPath) {
        if (viewDepth >= VIEW_DEPTH_MAX) {
            throw new MillraceException(ErrorCode.STATEMENT_TOO_COMPLEX,
                    "views nest deeper than " + VIEW_DEPTH_MAX + " levels at " + String.join(".", viewPath));
        }
        if (++viewsExpanded > VIEWS_MAX) {
            throw PlanningErrors.tooComplex();
        }
        viewDepth++;
        try {
            return validateAndConvert(parser.apply(sql), schemaPath.getLast()).root();
        } catch (RuntimeException | AssertionError e) {
            MillraceException inside = PlanningErrors.of(e, catalog, schemaPath.getLast());
            if (inside.code().category() == ErrorCode.Category.CANCELLED) {
                throw inside;
            }
            throw new MillraceException(inside.code(), "in view " + String.join(".", viewPath) + ": " + inside.getMessage(), inside);
        } finally {
            viewDepth--;
        }
    }
}
