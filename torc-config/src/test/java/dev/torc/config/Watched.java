package dev.torc.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What files that are watched are loaded into, and what is written to them. */
record Watched(@Default("[]") List<Entry> routes, @Default("{}") Cache cache, @Nullable Kind kind) {

  /** One with a field that there is not. */
  static final String BAD = "routes:\n  - id: a\n    port: [80]\n";

  record Entry(String id, @Default("[]") List<Integer> ports) {}

  record Cache(@Default("8000") int port, @Default("{}") Limits limits) {}

  record Limits(@Default("512") int maxKeyBytes) {}

  @Union
  sealed interface Kind {}

  @Variant("near")
  record Near(@Default("1") int distance) implements Kind {}

  @Variant("far")
  record Far(int distance) implements Kind {}

  /** Entries with these ids. */
  static String routes(String... ids) {
    StringBuilder text = new StringBuilder("routes:\n");
    for (String id : ids) {
      text.append("  - id: ").append(id).append('\n');
    }
    return text.toString();
  }

  String ids() {
    return String.join(" ", routes.stream().map(Entry::id).toList());
  }
}
