package dev.torc.cli.wineinfo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A wine of the catalogue.
 *
 * @param color red, white or rose
 * @param grape what it is mostly made of
 */
record Wine(String name, String color, String grape, String country) {

  /** A few for each query of the demo. */
  static final List<Wine> CATALOGUE =
      List.of(
          new Wine("Gevrey-Chambertin", "red", "pinot noir", "france"),
          new Wine("Pauillac", "red", "cabernet sauvignon", "france"),
          new Wine("Sancerre", "white", "sauvignon blanc", "france"),
          new Wine("Bandol", "rose", "mourvedre", "france"),
          new Wine("Barolo", "red", "nebbiolo", "italy"),
          new Wine("Chianti Classico", "red", "sangiovese", "italy"),
          new Wine("Soave", "white", "garganega", "italy"),
          new Wine("Cerasuolo d'Abruzzo", "rose", "montepulciano", "italy"),
          new Wine("Rheingau", "white", "riesling", "germany"),
          new Wine("Ahr", "red", "pinot noir", "germany"),
          new Wine("Baden Weissherbst", "rose", "pinot noir", "germany"),
          new Wine("Naoussa", "red", "xinomavro", "greece"),
          new Wine("Santorini", "white", "assyrtiko", "greece"),
          new Wine("Amyndeon", "rose", "xinomavro", "greece"),
          new Wine("Barossa Valley", "red", "shiraz", "australia"),
          new Wine("Clare Valley", "white", "riesling", "australia"),
          new Wine("Yarra Valley", "red", "pinot noir", "australia"),
          new Wine("Douro", "red", "touriga nacional", "portugal"),
          new Wine("Vinho Verde", "white", "alvarinho", "portugal"),
          new Wine("Setubal", "rose", "castelao", "portugal"));

  /** Those that a query describes, in the order of the catalogue. */
  static List<Wine> matching(String query, int limit) {
    String wanted = query.toLowerCase(Locale.ROOT);
    return CATALOGUE.stream().filter(wine -> wine.has(wanted)).limit(limit).toList();
  }

  private boolean has(String text) {
    return Stream.of(name.toLowerCase(Locale.ROOT), color, grape, country)
        .anyMatch(field -> field.contains(text));
  }
}
