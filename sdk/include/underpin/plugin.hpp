// underpin/plugin.hpp - C++20 comfort over plugin.h, header-only. An author writes one class and
// one macro, and may throw: nothing crosses the line but plain C.
//
//   class Csv : public underpin::Importer { ... };          see importer.hpp
//   UNDERPIN_PLUGIN_IMPORTER(Csv, "csv", "1.0.0", "CSV files", "Reads ...", schema)
#ifndef UNDERPIN_PLUGIN_HPP
#define UNDERPIN_PLUGIN_HPP

#include "underpin/importer.hpp"
#include "underpin/scorer.hpp"

#endif  // UNDERPIN_PLUGIN_HPP
