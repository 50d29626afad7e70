#include "work/demo/holidays.h"

#include <algorithm>
#include <cassert>
#include <date/date.h>

namespace underpin::demo {

namespace {

using date::days;
using date::month;
using date::weekday;

Date on(int year, unsigned number, unsigned day) {
    return Date{date::year(year) / month(number) / date::day(day)};
}

Date nth(int year, unsigned number, unsigned n, weekday day) {
    return Date{date::year(year) / month(number) / day[n]};
}

Date last(int year, unsigned number, weekday day) {
    return Date{date::year(year) / month(number) / day[date::last]};
}

// Gregorian Easter Sunday by the century's epact: the moon's age on 21 March, with the two
// corrections of 1582 (three leap days in 400 years, eight days of the moon in 2,500).
Date easter(int year) {
    const int golden = year % 19;
    const int century = year / 100;
    const int leap_days_left_out = century - century / 4;
    const int moon_shift = (8 * century + 13) / 25;
    const int age = (19 * golden + leap_days_left_out - moon_shift + 15) % 30;
    const int full_moon = age - (age / 28) * (1 - (29 / (age + 1)) * ((21 - golden) / 11));
    const Date moon = on(year, 3, 21) + days(full_moon);
    // The Sunday after the full moon.
    const weekday day{moon};
    return moon + days(7 - static_cast<int>(day.c_encoding()));
}

bool is_saturday(Date date) { return weekday{date} == date::Saturday; }
bool is_sunday(Date date) { return weekday{date} == date::Sunday; }

// England: a bank holiday at a weekend moves to the next day that is none.
Date moved_to_monday(Date date) {
    if (is_saturday(date)) return date + days(2);
    if (is_sunday(date)) return date + days(1);
    return date;
}

// United States: observed on the Friday before or the Monday after.
Date observed(Date date) {
    if (is_saturday(date)) return date - days(1);
    if (is_sunday(date)) return date + days(1);
    return date;
}

std::vector<Holiday> england(int year) {
    const Date sunday = easter(year);
    const Date christmas = moved_to_monday(on(year, 12, 25));
    // Boxing Day follows where Christmas went.
    const Date boxing = moved_to_monday(on(year, 12, 26));
    return {{moved_to_monday(on(year, 1, 1)), "New Year"},
            {sunday - days(2), "Good Friday"},
            {sunday + days(1), "Easter Monday"},
            {nth(year, 5, 1, date::Monday), "early May bank holiday"},
            {last(year, 5, date::Monday), "spring bank holiday"},
            {last(year, 8, date::Monday), "summer bank holiday"},
            {christmas, "Christmas"},
            {boxing == christmas ? boxing + days(1) : boxing, "Boxing Day"}};
}

std::vector<Holiday> ireland(int year) {
    const Date february = on(year, 2, 1);
    const Date brigid =
        weekday{february} == date::Friday ? february : nth(year, 2, 1, date::Monday);
    return {{on(year, 1, 1), "New Year"},
            {brigid, "St Brigid"},
            {on(year, 3, 17), "St Patrick"},
            {easter(year) + days(1), "Easter Monday"},
            {nth(year, 5, 1, date::Monday), "May holiday"},
            {nth(year, 6, 1, date::Monday), "June holiday"},
            {nth(year, 8, 1, date::Monday), "August holiday"},
            {last(year, 10, date::Monday), "October holiday"},
            {on(year, 12, 25), "Christmas"},
            {on(year, 12, 26), "St Stephen"}};
}

std::vector<Holiday> united_states(int year) {
    return {{observed(on(year, 1, 1)), "New Year"},
            {nth(year, 1, 3, date::Monday), "Martin Luther King Jr. Day"},
            {nth(year, 2, 3, date::Monday), "Washington's Birthday"},
            {last(year, 5, date::Monday), "Memorial Day"},
            {observed(on(year, 6, 19)), "Juneteenth"},
            {observed(on(year, 7, 4)), "Independence Day"},
            {nth(year, 9, 1, date::Monday), "Labor Day"},
            {nth(year, 11, 4, date::Thursday), "Thanksgiving"},
            {observed(on(year, 12, 25)), "Christmas"}};
}

std::vector<Holiday> germany(int year) {
    const Date sunday = easter(year);
    return {{on(year, 1, 1), "Neujahr"},
            {sunday - days(2), "Karfreitag"},
            {sunday + days(1), "Ostermontag"},
            {on(year, 5, 1), "Tag der Arbeit"},
            {sunday + days(39), "Christi Himmelfahrt"},
            {sunday + days(50), "Pfingstmontag"},
            {on(year, 10, 3), "Tag der Deutschen Einheit"},
            {on(year, 12, 25), "1. Weihnachtstag"},
            {on(year, 12, 26), "2. Weihnachtstag"}};
}

std::vector<Holiday> france(int year) {
    const Date sunday = easter(year);
    return {{on(year, 1, 1), "jour de l'an"},    {sunday + days(1), "lundi de Pâques"},
            {on(year, 5, 1), "fête du travail"}, {on(year, 5, 8), "victoire de 1945"},
            {sunday + days(39), "Ascension"},    {sunday + days(50), "lundi de Pentecôte"},
            {on(year, 7, 14), "fête nationale"}, {on(year, 8, 15), "Assomption"},
            {on(year, 11, 1), "Toussaint"},      {on(year, 11, 11), "armistice de 1918"},
            {on(year, 12, 25), "Noël"}};
}

std::vector<Holiday> netherlands(int year) {
    const Date sunday = easter(year);
    const Date king = on(year, 4, 27);
    return {{on(year, 1, 1), "Nieuwjaar"},
            {sunday + days(1), "tweede paasdag"},
            {is_sunday(king) ? king - days(1) : king, "Koningsdag"},
            {sunday + days(39), "Hemelvaart"},
            {sunday + days(50), "tweede pinksterdag"},
            {on(year, 12, 25), "eerste kerstdag"},
            {on(year, 12, 26), "tweede kerstdag"}};
}

std::vector<Holiday> poland(int year) {
    const Date sunday = easter(year);
    std::vector<Holiday> found{{on(year, 1, 1), "Nowy Rok"},
                               {on(year, 1, 6), "Trzech Króli"},
                               {sunday + days(1), "Poniedziałek Wielkanocny"},
                               {on(year, 5, 1), "Święto Pracy"},
                               {on(year, 5, 3), "Święto Konstytucji"},
                               {sunday + days(60), "Boże Ciało"},
                               {on(year, 8, 15), "Wniebowzięcie NMP"},
                               {on(year, 11, 1), "Wszystkich Świętych"},
                               {on(year, 11, 11), "Święto Niepodległości"},
                               {on(year, 12, 25), "Boże Narodzenie"},
                               {on(year, 12, 26), "drugi dzień świąt"}};
    if (year >= 2025) found.push_back({on(year, 12, 24), "Wigilia"});  // a holiday since 2025
    return found;
}

std::vector<Holiday> india(int year) {
    return {{on(year, 1, 26), "Republic Day"},
            {on(year, 8, 15), "Independence Day"},
            {on(year, 10, 2), "Gandhi Jayanti"},
            {on(year, 12, 25), "Christmas"}};
}

std::vector<Holiday> of_year(std::string_view country, int year) {
    if (country == "DE") return germany(year);
    if (country == "FR") return france(year);
    if (country == "GB") return england(year);
    if (country == "IE") return ireland(year);
    if (country == "IN") return india(year);
    if (country == "NL") return netherlands(year);
    if (country == "PL") return poland(year);
    assert(country == "US");
    return united_states(year);
}

}  // namespace

std::vector<Holiday> holidays(std::string_view country, int first_year, int last_year) {
    std::vector<Holiday> found;
    for (int year = first_year; year <= last_year; ++year) {
        for (Holiday& holiday : of_year(country, year)) found.push_back(std::move(holiday));
    }
    std::sort(found.begin(), found.end(),
              [](const Holiday& a, const Holiday& b) { return a.date < b.date; });
    // Two feasts on one day (Ascension on 8 May, Constitution Day at Whitsun) are one holiday.
    const auto same = [](const Holiday& a, const Holiday& b) { return a.date == b.date; };
    found.erase(std::unique(found.begin(), found.end(), same), found.end());
    return found;
}

std::string holiday_lines(std::string_view country, int first_year, int last_year) {
    std::string lines;
    for (const Holiday& holiday : holidays(country, first_year, last_year)) {
        if (!lines.empty()) lines += "\n    ";
        lines += "- " + format_date(holiday.date) + "  # " + holiday.name;
    }
    return lines;
}

}  // namespace underpin::demo
