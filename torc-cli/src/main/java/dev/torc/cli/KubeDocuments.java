package dev.torc.cli;

import dev.torc.discovery.KubeDump;
import dev.torc.routing.Backend;
import dev.torc.routing.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Resources of Kubernetes, what cannot be one, and what is to be known of them. */
final class KubeDocuments {
  private final List<String> documents = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void add(Route route, String namespace) {
    String document = add(() -> KubeDump.route(route, namespace));
    if (!document.isEmpty() && !document.contains("\n  parentRefs:\n")) {
      notes.add("route " + route.id() + ": no parentRefs: add the Gateway that has its hosts");
    }
  }

  void add(Backend backend) {
    add(() -> KubeDump.backend(backend));
    List<String> omitted = new ArrayList<>();
    if (!backend.endpoints().isEmpty()) {
      omitted.add("endpoints");
    }
    if (backend.outlier() != null) {
      omitted.add("outlier");
    }
    if (!omitted.isEmpty()) {
      notes.add(
          "backend "
              + backend.id()
              + ": left out: "
              + String.join(", ", omitted)
              + " (a Service has no place for it)");
    }
  }

  private String add(Supplier<String> writer) {
    try {
      String document = writer.get();
      documents.add(document);
      return document;
    } catch (IllegalArgumentException e) {
      String.valueOf(e.getMessage()).lines().forEach(problems::add);
      return "";
    }
  }

  /** All of them, with markers between. */
  String text() {
    return String.join("---\n", documents);
  }

  /** Why some cannot be written, by line. */
  List<String> problems() {
    return problems;
  }

  /** What is left out or has to be added, by line. */
  List<String> notes() {
    return notes;
  }
}
