package dev.torc.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a value is in the configuration: {@code nodes.static[2].address}. */
record FieldPath(@Nullable FieldPath parent, String step, int depth) {
  static final FieldPath ROOT = new FieldPath(null, "", 0);

  private static final Pattern PLAIN = Pattern.compile("[\\w-]{1,60}");

  FieldPath field(String name) {
    if (!PLAIN.matcher(name).matches()) {
      return new FieldPath(this, "[" + Quotation.of(name) + "]", depth + 1);
    }
    return new FieldPath(this, depth == 0 ? name : "." + name, depth + 1);
  }

  FieldPath item(int index) {
    return new FieldPath(this, "[" + index + "]", depth + 1);
  }

  /** The path extended by names and indexes. */
  FieldPath to(List<Object> steps) {
    FieldPath path = this;
    for (Object step : steps) {
      path = step instanceof Integer index ? path.item(index) : path.field((String) step);
    }
    return path;
  }

  /** The path before a message about the value itself. */
  String prefix() {
    return depth == 0 ? "" : this + ": ";
  }

  /** The path after a message about a field in the value. */
  String suffix() {
    return depth == 0 ? "" : " in " + this;
  }

  @Override
  public String toString() {
    return parent == null ? step : parent + step;
  }
}
