"use strict";
(function () {
	const form = document.getElementById("filter");
	const entries = new Map();
	for (const entry of document.querySelectorAll("nav li")) {
		entries.set(entry.dataset.for, entry);
	}
	const articles = Array.from(document.querySelectorAll("article"));
	const words = new Map(); // read once: the text of a page with many findings is long

	function text(article) {
		if (!words.has(article)) {
			words.set(article, (entries.get(article.id).textContent + " " + article.dataset.package).toLowerCase());
		}
		return words.get(article);
	}

	function apply() {
		const pass = form.elements.pass.value;
		const pkg = form.elements.package.value;
		const wanted = form.elements.text.value.trim().toLowerCase();
		let shown = 0;
		for (const article of articles) {
			const ok = (!pass || article.dataset.pass === pass) &&
				(!pkg || article.dataset.package === pkg) &&
				(!wanted || text(article).includes(wanted));
			article.hidden = !ok;
			entries.get(article.id).hidden = !ok;
			shown += ok ? 1 : 0;
		}
		form.elements.shown.value = shown + " of " + articles.length + " shown";
	}

	form.addEventListener("input", apply);
	form.addEventListener("reset", function () { setTimeout(apply); });
	form.addEventListener("submit", function (event) { event.preventDefault(); });
	form.hidden = false;
	apply(); // browsers keep what was chosen when a page is loaded again
})();
