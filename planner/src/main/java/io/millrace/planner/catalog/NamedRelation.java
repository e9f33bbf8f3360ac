package io.millrace.planner.catalog;

import io.millrace.common.type.Schema;
import io.millrace.planner.type.MillraceTypeFactory;
import io.millrace.planner.type.Types;
import java.util.List;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelDistribution;
import org.apache.calcite.rel.RelDistributions;
import org.apache.calcite.rel.RelReferentialConstraint;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlAccessType;
import org.apache.calcite.sql.validate.SqlModality;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.util.ImmutableBitSet;

/** What Calcite asks of everything that a FROM clause can name; the answers that are the same for all. */
abstract class NamedRelation extends Prepare.AbstractPreparingTable {
    private final RelOptSchema owner;
    private final List<String> qualifiedName;
    private final RelDataType rowType;

    NamedRelation(RelOptSchema owner, List<String> qualifiedName, Schema schema) {
        this.owner = owner;
        this.qualifiedName = qualifiedName;
        this.rowType = Types.rowType(MillraceTypeFactory.INSTANCE, schema);
    }

    /** The same as a leaf of Calcite's tree of schemas. */
    final Table asTable() {
        return new Leaf(this);
    }

    private static final class Leaf extends AbstractTable {
        private final NamedRelation relation;

        Leaf(NamedRelation relation) {
            this.relation = relation;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            return relation.rowType;
        }

        @Override
        public <C> C unwrap(Class<C> clazz) {
            return clazz.isInstance(relation) ? clazz.cast(relation) : super.unwrap(clazz);
        }
    }

    @Override
    public final List<String> getQualifiedName() {
        return qualifiedName;
    }

    @Override
    public final RelDataType getRowType() {
        return rowType;
    }

    @Override
    public final RelOptSchema getRelOptSchema() {
        return owner;
    }

    @Override
    public final List<RelCollation> getCollationList() {
        return List.of();
    }

    @Override
    public final RelDistribution getDistribution() {
        return RelDistributions.ANY;
    }

    @Override
    public boolean isKey(ImmutableBitSet columns) {
        return false;
    }

    @Override
    public List<ImmutableBitSet> getKeys() {
        return List.of();
    }

    @Override
    public final List<RelReferentialConstraint> getReferentialConstraints() {
        return List.of();
    }

    @Override
    public final Expression getExpression(Class clazz) {
        return null;
    }

    @Override
    protected final RelOptTable extend(Table extendedTable) {
        throw new UnsupportedOperationException(qualifiedName.toString());
    }

    @Override
    public final SqlMonotonicity getMonotonicity(String columnName) {
        return SqlMonotonicity.NOT_MONOTONIC;
    }

    @Override
    public final SqlAccessType getAllowedAccess() {
        return SqlAccessType.READ_ONLY;
    }

    @Override
    public final boolean supportsModality(SqlModality modality) {
        return modality == SqlModality.RELATION;
    }

    @Override
    public final boolean isTemporal() {
        return false;
    }

    @Override
    public final <T> T unwrap(Class<T> clazz) {
        if (clazz == Table.class) {
            return clazz.cast(asTable());
        }
        return clazz.isInstance(this) ? clazz.cast(this) : null;
    }
}
