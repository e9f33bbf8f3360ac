package io.millrace.planner.validate;

import io.millrace.planner.type.MillraceTypeFactory;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** CHAR(n) in a cast: the only place where a blank-padded type is meant. */
final class TypeSyntax {
    private TypeSyntax() {}

    static SqlDataTypeSpec rewrite(SqlDataTypeSpec type) {
        boolean character = type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
                && basic.getTypeName().getSimple().equalsIgnoreCase(SqlTypeName.CHAR.name());
        return character
                ? new SqlDataTypeSpec(new Character((SqlBasicTypeNameSpec) type.getTypeNameSpec()), type.getTimeZone(), type.getNullable(),
                        type.getParserPosition())
                : type;
    }

    private static final class Character extends SqlTypeNameSpec {
        private final SqlBasicTypeNameSpec basic;

        Character(SqlBasicTypeNameSpec basic) {
            super(basic.getTypeName(), basic.getParserPos());
            this.basic = basic;
        }

        @Override
        public RelDataType deriveType(SqlValidator validator) {
            return MillraceTypeFactory.INSTANCE.createCharacter(basic.getPrecision() < 0 ? 1 : basic.getPrecision());
        }

        @Override
        public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
            basic.unparse(writer, leftPrecedence, rightPrecedence);
        }

        @Override
        public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
            return other instanceof Character character && basic.equalsDeep(character.basic, litmus);
        }

        @Override
        public SqlParserPos getParserPos() {
            return basic.getParserPos();
        }
    }
}
