package dev.torc.it.placement;

import java.util.ArrayList;
import java.util.List;

/** The keys that the golden files are about: of all the shapes that keys have, always the same. */
final class Keys {
  /** What hash tags can look like, the degenerate ones included. */
  private static final List<String> TAGGED =
      List.of(
          "{user:123}:name",
          "{user:123}:mail",
          "user:{123}",
          "a{}b",
          "{}{abc}",
          "{{abc}}",
          "{abc}",
          "abc",
          "abc{def",
          "abc}def{ghi}",
          "x{1}y{2}",
          "}{",
          "{",
          "<b>{c}",
          "$d$e$",
          "$$f");

  private Keys() {}

  /** The first {@code count} keys of an endless list. */
  static List<String> list(int count) {
    List<String> keys = new ArrayList<>(TAGGED);
    for (int i = 0; keys.size() < count; i++) {
      keys.add(key(i / 10, i % 10));
    }
    return List.copyOf(keys.subList(0, count));
  }

  private static String key(int i, int shape) {
    return switch (shape) {
      case 0 -> i < 26 ? Character.toString('a' + i) : "b" + i;
      case 1 -> "k" + i;
      case 2 -> "user:" + (1000 + 37 * i);
      case 3 -> "session-%017d".formatted(1_000_003L * i); // 25 characters
      case 4 -> "https://example.org/articles/%d?page=%d".formatted(2000 + i, i % 7);
      case 5 -> "käse-ÿ-日本-🦊-" + i;
      case 6 -> Integer.toString(i * 7919);
      case 7 -> "order:%08x:lines".formatted(i * 0x9E3779B1);
      case 8 -> i % 2 == 0 ? "%0200d".formatted(i) : "A".repeat(i + 1);
      default -> "ÿ".repeat(i % 5 + 1) + i;
    };
  }
}
