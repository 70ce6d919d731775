package dev.torc.routing;

import dev.torc.config.Doc;
import dev.torc.config.Union;
import dev.torc.config.Variant;

/** What the value of a header or a query parameter has to be. */
@Union(otherwise = "Exact")
@Doc("What the value has to be; without a `type`, exactly the value given")
public sealed interface ValueMatch {

  /** Whether a value matches. */
  boolean matches(String text);

  /** Exactly this value. */
  @Variant("Exact")
  @Doc("Exactly this value")
  record Exact(@Doc("The value") String value) implements ValueMatch {

    @Override
    public boolean matches(String text) {
      return text.equals(value);
    }
  }

  /** A value that an expression matches as a whole. */
  @Variant(value = "RegularExpression", aliases = "regex")
  @Doc("A value that the expression matches as a whole")
  record RegularExpression(@Doc("An expression of RE2") Regex value) implements ValueMatch {

    @Override
    public boolean matches(String text) {
      return value.matches(text);
    }
  }
}
