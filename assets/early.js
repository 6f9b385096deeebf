// Loaded before all else and not as a module: keys that are pressed while the modules are still on
// their way. js/keys.js takes them as soon as the page can do what they mean.
{
  const pressed = [];
  const note = (event) => pressed.push(event);
  addEventListener("keydown", note);
  globalThis.early = {
    take() {
      removeEventListener("keydown", note);
      return pressed.splice(0);
    },
  };
}
