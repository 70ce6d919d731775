package dev.torc.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names of fields: their spellings and their neighbours. */
final class Names {
  private Names() {}

  /** {@code vnodesPerNode} as {@code vnodes_per_node}. */
  static String snake(String camel) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char c = camel.charAt(i);
      if (Character.isUpperCase(c) && i > 0) {
        result.append('_');
      }
      result.append(Character.toLowerCase(c));
    }
    return result.toString();
  }

  /** The names in a sentence: {@code a, b or c}. */
  static String either(List<String> names) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  /** The names in the reference: {@code `a`, `b`}. */
  static String code(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  /**
   * The known name that was probably meant: the nearest, the first of equals, unless more than a
   * third of it would have to change.
   */
  static @Nullable String nearest(String name, List<String> known) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int limit = (Math.max(name.length(), candidate.length()) + 1) / 3;
      if (Math.abs(name.length() - candidate.length()) > limit) {
        continue;
      }
      int distance = distance(plain(name), plain(candidate));
      if (distance <= limit && distance < least) {
        nearest = candidate;
        least = distance;
      }
    }
    return nearest;
  }

  /** The name without what spellings differ in. */
  static String plain(String name) {
    return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
