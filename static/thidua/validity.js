// What the browser itself says of an empty or wrong field, in Vietnamese whatever the browser's language.

const OTHER = "Nội dung ghi chưa đúng.";

function words(field) {
  const { valueMissing, tooLong } = field.validity;
  if (valueMissing && field.type === "file") return "Cần chọn tệp.";
  if (valueMissing && field.tagName === "SELECT") return "Cần chọn một mục.";
  if (valueMissing) return "Cần ghi mục này.";
  return tooLong ? `Dài quá: chỉ ghi tối đa ${field.maxLength} ký tự.` : OTHER;
}

export function wireValidity(root) {
  root.addEventListener("invalid", ({ target }) => target.validity.customError || target.setCustomValidity(words(target)), true);
  const forget = ({ target }) => target.setCustomValidity?.("");
  root.addEventListener("input", forget);
  root.addEventListener("change", forget);
}
