package io.millrace.planner.catalog;

import io.millrace.common.catalog.ObjectName;
import io.millrace.planner.function.UserOperator;
import io.millrace.planner.type.MillraceTypeFactory;
import java.util.List;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlMoniker;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/** Answers Calcite's questions about names from one {@link StatementCatalog}; a name without schema is looked for in one search schema only. */
public final class CatalogReader implements Prepare.CatalogReader {
    private static final SqlNameMatcher EXACT = SqlNameMatchers.withCaseSensitive(true);

    private final StatementCatalog catalog;
    private final String searchSchema;
    private final SqlOperatorTable operators;
    private final CalciteSchema root;

    public CatalogReader(StatementCatalog catalog, String searchSchema, SqlOperatorTable operators) {
        this.catalog = catalog;
        this.searchSchema = searchSchema;
        this.operators = operators;
        this.root = CalciteSchema.createRootSchema(false, false, "", new CatalogRoot(catalog, this));
    }

    public StatementCatalog catalog() {
        return catalog;
    }

    public String searchSchema() {
        return searchSchema;
    }

    @Override
    public Prepare.PreparingTable getTable(List<String> names) {
        ObjectName name = switch (names.size()) {
            case 1 -> new ObjectName(searchSchema, names.get(0));
            case 2 -> new ObjectName(names.get(0), names.get(1));
            default -> null;
        };
        return name == null ? null : catalog.find(name, this).orElse(null);
    }

    @Override
    public Prepare.PreparingTable getTableForMember(List<String> names) {
        return getTable(names);
    }

    @Override
    public Prepare.CatalogReader withSchemaPath(List<String> schemaPath) {
        return new CatalogReader(catalog, schemaPath.isEmpty() ? searchSchema : schemaPath.getLast(), operators);
    }

    @Override
    public RelDataType getNamedType(SqlIdentifier typeName) {
        return typeName.isSimple() && typeName.getSimple().equalsIgnoreCase("json")
                ? MillraceTypeFactory.INSTANCE.createSqlType(SqlTypeName.VARIANT)
                : null;
    }

    @Override
    public List<SqlMoniker> getAllSchemaObjectNames(List<String> names) {
        return List.of();
    }

    @Override
    public List<List<String>> getSchemaPaths() {
        return List.of(List.of(searchSchema), List.of());
    }

    @Override
    public RelDataTypeField field(RelDataType rowType, String alias) {
        return EXACT.field(rowType, alias);
    }

    @Override
    public SqlNameMatcher nameMatcher() {
        return EXACT;
    }

    @Override
    public boolean matches(String string, String name) {
        return EXACT.matches(string, name);
    }

    @Override
    public RelDataType createTypeFromProjection(RelDataType type, List<String> columnNameList) {
        return SqlValidatorUtil.createTypeFromProjection(type, columnNameList, MillraceTypeFactory.INSTANCE, true);
    }

    @Override
    public boolean isCaseSensitive() {
        return true;
    }

    @Override
    public CalciteSchema getRootSchema() {
        return root;
    }

    @Override
    public CalciteConnectionConfig getConfig() {
        return CalciteConnectionConfig.DEFAULT;
    }

    @Override
    public RelDataTypeFactory getTypeFactory() {
        return MillraceTypeFactory.INSTANCE;
    }

    @Override
    public void registerRules(org.apache.calcite.plan.RelOptPlanner planner) {
        // Rules are the rewriter's.
    }

    @Override
    public <C> C unwrap(Class<C> clazz) {
        return clazz.isInstance(this) ? clazz.cast(this) : null;
    }

    @Override
    public void lookupOperatorOverloads(SqlIdentifier name, SqlFunctionCategory category, SqlSyntax syntax, List<SqlOperator> found,
            SqlNameMatcher matcher) {
        operators.lookupOperatorOverloads(name, category, syntax, found, matcher);
        if (found.isEmpty() && syntax == SqlSyntax.FUNCTION && !name.isStar() && name.names.size() <= 2) {
            ObjectName function = new ObjectName(name.names.size() == 1 ? searchSchema : name.names.get(0), name.names.getLast());
            catalog.function(function).map(UserOperator::new).ifPresent(found::add);
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return operators.getOperatorList();
    }
}
