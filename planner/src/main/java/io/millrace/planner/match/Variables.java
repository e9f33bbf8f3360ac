package io.millrace.planner.match;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlIdentifier;

/** The pattern's variables and what SUBSET makes of them. */
final class Variables {
    private final List<String> names = new ArrayList<>();
    private final Map<String, List<Integer>> sets = new HashMap<>();

    /** @throws MillraceException for a definition or a subset of something that the pattern does not name */
    Variables(MatchClause match) {
        names.addAll(match.shownNames());
        match.variables().forEach((name, index) -> sets.put(name, List.of(index)));
        match.subsets().forEach((name, members) -> {
            TreeSet<Integer> set = new TreeSet<>();
            for (SqlIdentifier member : members) {
                Integer index = match.variables().get(member.getSimple());
                if (index == null) {
                    throw undefined(member);
                }
                set.add(index);
            }
            if (sets.containsKey(name)) {
                throw new MillraceException(ErrorCode.DUPLICATE_OBJECT,
                        "SUBSET " + name + " has the name of a variable of the pattern").at(MatchClause.position(match));
            }
            sets.put(name, List.copyOf(set));
        });
        match.defined().stream().filter(name -> !match.variables().containsKey(name.getSimple())).findFirst().ifPresent(name -> {
            throw undefined(name);
        });
    }

    /** In the order of their numbers, as CLASSIFIER() shows them. */
    List<String> names() {
        return names;
    }

    Optional<List<Integer>> find(String name) {
        return Optional.ofNullable(sets.get(name));
    }

    List<Integer> of(SqlIdentifier name) {
        return find(name.getSimple()).orElseThrow(() -> undefined(name));
    }

    private static MillraceException undefined(SqlIdentifier name) {
        return new MillraceException(ErrorCode.UNDEFINED_OBJECT, "pattern variable " + name.getSimple() + " is not in the PATTERN")
                .at(MatchClause.position(name));
    }
}
