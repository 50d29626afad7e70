// Before the first paint, or a chosen dark page would flash white. A file of its own, so that the
// content security policy need not allow scripts inside of the page.
(function () {
    try {
        var theme = localStorage.getItem("underpin.theme");
        if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    } catch {
        // Storage may be forbidden; the system's choice then holds.
    }
})();
