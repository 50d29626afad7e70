import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["dist", "node_modules", ".cache", "public"] },
    ...tseslint.configs.strict,
    {
        files: ["src/**/*.{ts,tsx}"],
        plugins: { "react-hooks": hooks, "jsx-a11y": a11y },
        rules: {
            ...hooks.configs.recommended.rules,
            ...a11y.flatConfigs.strict.rules,
            "no-console": "error",
        },
    },
);
