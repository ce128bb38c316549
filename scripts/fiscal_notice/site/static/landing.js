// The landing page leads to the visitor's language; without scripts to Chinese.
location.replace(/^zh\b/i.test(navigator.language || "zh") ? "zh/index.html" : "en/index.html");
