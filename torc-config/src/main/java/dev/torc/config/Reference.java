package dev.torc.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The reference of a configuration, for people. */
public final class Reference {
  private static final String TOP = "Top level";

  /** A record or a union where it is first met. */
  private record Section(StructShape shape, String path, String heading) {}

  private final Map<Class<?>, Section> sections = new LinkedHashMap<>();
  private final StringBuilder markdown = new StringBuilder();

  private Reference() {}

  /**
   * Markdown (GitHub's, for the tables): a section for each record and each {@link Union}, in the
   * order of the components, headed by the first path that leads to it. A union's section has a
   * part for each variant; the fields of what is {@link Flat} are in the table of the record, those
   * of a union by a link. In paths, {@code []} is an element of a list and {@code <name>} a name
   * the file chooses. There is no title.
   *
   * @throws IllegalStateException if a component has no {@link Doc} or cannot be loaded
   */
  public static String markdown(Class<? extends Record> type) {
    Reference reference = new Reference();
    reference.add("", new RecordShape(type));
    reference.sections.values().forEach(reference::write);
    return reference.markdown.toString();
  }

  private void add(String path, StructShape shape) {
    add(new Section(shape, path, heading(path)));
  }

  private void add(Section section) {
    StructShape shape = section.shape();
    if (sections.putIfAbsent(shape.type(), section) == null) {
      Layout.check(shape);
      shape.forms().forEach(form -> addBelow(section.path(), form.shape()));
    }
  }

  private void addBelow(String path, RecordShape shape) {
    for (Field field : shape.fields()) {
      if (!field.flat()) {
        field.shape().visit(join(path, field), this::add);
      } else if (field.shape() instanceof UnionShape union) {
        String heading = heading(path) + " with " + code(union.discriminator().name());
        add(new Section(union, path, heading));
      } else {
        addBelow(path, (RecordShape) field.shape());
      }
    }
  }

  private void write(Section section) {
    markdown.append(markdown.isEmpty() ? "" : "\n").append("## ").append(section.heading());
    markdown.append("\n\n");
    paragraph(doc(section.shape()));
    if (section.shape() instanceof UnionShape union) {
      writeVariants(union, section.path());
    } else {
      writeTable((RecordShape) section.shape(), section.path());
    }
  }

  private void writeVariants(UnionShape union, String path) {
    Field discriminator = union.discriminator();
    markdown.append("Its ").append(code(discriminator.name()));
    markdown.append(", in any case and with or without hyphens and underscores, is one of ");
    markdown.append(discriminator.shape().label(this::link));
    markdown.append(discriminator.required() ? "" : "; without it, " + defaultText(discriminator));
    markdown.append(".\n");
    for (Alternative alternative : union.alternatives()) {
      markdown.append("\n### ").append(heading(path)).append(" with ");
      markdown.append(code(discriminator.name() + ": " + alternative.name())).append("\n\n");
      paragraph(doc(alternative.shape()));
      List<String> aliases = alternative.aliases();
      paragraph(aliases.isEmpty() ? "" : "Also called " + Names.code(aliases) + ".");
      if (alternative.shape().fields().isEmpty()) {
        markdown.append("It has no other fields.\n");
      } else {
        writeTable(alternative.shape(), path);
      }
    }
  }

  private void paragraph(String text) {
    markdown.append(text).append(text.isEmpty() ? "" : "\n\n");
  }

  private static String doc(StructShape shape) {
    Doc doc = shape.type().getAnnotation(Doc.class);
    return doc == null ? "" : doc.value();
  }

  private void writeTable(RecordShape shape, String path) {
    markdown.append("| Field | Type | Default | Range | Meaning |\n");
    markdown.append("| --- | --- | --- | --- | --- |\n");
    writeRows(shape, path);
  }

  private void writeRows(RecordShape shape, String path) {
    for (Field field : shape.fields()) {
      if (!field.flat()) {
        writeRow(field, path, field.shape().label(this::link), field.doc());
      } else if (field.shape() instanceof UnionShape union) {
        String doc = doc(union);
        Field discriminator = union.discriminator();
        writeRow(discriminator, path, link(union), doc.isEmpty() ? discriminator.doc() : doc);
      } else {
        writeRows((RecordShape) field.shape(), path);
      }
    }
  }

  private void writeRow(Field field, String path, String label, String doc) {
    cell(code(join(path, field)));
    cell(label);
    cell(defaultText(field));
    cell(field.shape().range());
    cell(doc);
    markdown.append("|\n");
  }

  private void cell(String text) {
    markdown.append("| ").append(text.replace("|", "\\|").replaceAll("\\s+", " "));
    markdown.append(text.isEmpty() ? "" : " ");
  }

  private static String defaultText(Field field) {
    Field.Preset preset = field.preset();
    if (preset != null) {
      return code(preset.text());
    }
    return field.required() ? "required" : "none";
  }

  private static String join(String path, Field field) {
    return path.isEmpty() ? field.name() : path + "." + field.name();
  }

  private String link(StructShape shape) {
    Section section = sections.get(shape.type());
    String heading = section == null ? TOP : section.heading();
    // GitHub's anchor of a heading: lower-case, hyphens for spaces, no punctuation.
    String anchor =
        heading.toLowerCase(Locale.ROOT).replace(' ', '-').replaceAll("[^a-z0-9_-]", "");
    return "[" + (heading.equals(TOP) ? "top level" : heading) + "](#" + anchor + ")";
  }

  private static String heading(String path) {
    return path.isEmpty() ? TOP : code(path);
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
