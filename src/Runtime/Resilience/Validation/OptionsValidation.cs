using System.ComponentModel.DataAnnotations;

namespace DistPatterns.Validation;

internal static class OptionsValidation
{
    /// <summary>The options themselves, if each value and all of them together are in range.</summary>
    /// <exception cref="ValidationException">They are not; the message says which.</exception>
    public static TOptions Validated<TOptions>(this TOptions options)
        where TOptions : class
    {
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        return options;
    }
}
