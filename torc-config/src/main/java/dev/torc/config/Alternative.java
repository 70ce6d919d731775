package dev.torc.config;

import java.util.ArrayList;
import java.util.List;

/** A variant of a union. */
record Alternative(UnionShape union, RecordShape shape, String name, List<String> aliases) {

  /** All names, its own first. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    names.add(name);
    names.addAll(aliases);
    return names;
  }

  boolean isNamed(String text) {
    return names().stream().anyMatch(known -> Names.plain(known).equals(Names.plain(text)));
  }

  /** The field that names the variant, where it names this one. */
  Field discriminator() {
    return Alternatives.of(union.type()).discriminator(this);
  }
}
